using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>Reads typed values out of a file's free text; what is missing or is not what it should be is named.</summary>
internal sealed class MetadataReader(IReadOnlyDictionary<string, string> texts)
{
    public string Text(string key) =>
        texts.TryGetValue(key, out var text) ? text : throw UnusableCheckpointException.Damaged($"it has no {key}");

    public T Number<T>(string key) where T : INumber<T>
    {
        var text = Text(key);
        return T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw UnusableCheckpointException.Damaged($"its {key} is '{text}'; expected a number ({typeof(T).Name})");
    }

    public T Json<T>(string key, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Text(key), options)
                ?? throw UnusableCheckpointException.Damaged($"its {key} is null");
        }
        catch (JsonException e)
        {
            throw UnusableCheckpointException.Damaged($"its {key} cannot be parsed: {e.Message}", e);
        }
    }
}

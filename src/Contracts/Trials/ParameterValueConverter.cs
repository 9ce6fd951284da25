using System.Text.Json;
using System.Text.Json.Serialization;

namespace ResNet.Distributed.Contracts.Trials;

/// <summary>Writes a <see cref="ParameterValue"/> as the plain JSON string or number that it is.</summary>
internal sealed class ParameterValueConverter : JsonConverter<ParameterValue>
{
    public override ParameterValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.String => ParameterValue.Of(reader.GetString()!),
            JsonTokenType.Number when reader.TryGetInt64(out var integer) => ParameterValue.Of(integer),
            JsonTokenType.Number => ParameterValue.Of(reader.GetDouble()),
            var other => throw new JsonException($"A parameter's value is a string or a number, not {other}."),
        };

    public override void Write(Utf8JsonWriter writer, ParameterValue value, JsonSerializerOptions options)
    {
        if (value.Text is { } text)
        {
            writer.WriteStringValue(text);
        }
        else if (value.Integer is { } integer)
        {
            writer.WriteNumberValue(integer);
        }
        else
        {
            writer.WriteNumberValue(value.Real ?? 0);
        }
    }
}

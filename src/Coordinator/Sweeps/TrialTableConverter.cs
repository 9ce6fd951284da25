using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ResNet.Distributed.Contracts.Api;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>Stores a <see cref="TrialTable"/> as an object of trials by number; what it knows besides follows from them.</summary>
internal sealed class TrialTableConverter : JsonConverter<TrialTable>
{
    public override TrialTable Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TrialTable.Of(JsonSerializer.Deserialize<ImmutableSortedDictionary<int, TrialView>>(ref reader, options)!.Values);

    public override void Write(Utf8JsonWriter writer, TrialTable value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (number, trial) in value)
        {
            writer.WritePropertyName(number.ToString(CultureInfo.InvariantCulture));
            JsonSerializer.Serialize(writer, trial, options);
        }

        writer.WriteEndObject();
    }
}

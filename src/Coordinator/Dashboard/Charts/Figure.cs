using System.Text.Json;
using System.Text.Json.Serialization;

namespace ResNet.Distributed.Coordinator.Dashboard.Charts;

/// <summary>A chart as Plotly takes it: traces and a layout, under the names of its reference; charts.js adds what all have in common.</summary>
/// <param name="Data">The traces.</param>
/// <param name="Layout">Axes, colours, legend.</param>
public sealed record Figure(IReadOnlyList<object> Data, object Layout)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>As JSON, UTF-8.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Options);
}

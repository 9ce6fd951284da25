using System.Text.Json;

namespace ResNet.Distributed.EndToEnd.Tests.Observability;

/// <summary>A variable of a dashboard: the data source, or a choice of labels.</summary>
/// <param name="Json">As it is in the file.</param>
internal sealed record DashboardVariable(JsonElement Json)
{
    public string Name => Json.GetProperty("name").GetString()!;

    public string Type => Json.GetProperty("type").GetString()!;

    /// <summary>What Grafana asks for its values, such as <c>label_values(resnet_trials, sweep)</c>.</summary>
    public string Query =>
        Json.GetProperty("query") is { ValueKind: JsonValueKind.Object } query ? query.GetProperty("query").GetString()! : Json.GetProperty("query").GetString()!;
}

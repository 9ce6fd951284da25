using System.Text.Json;

namespace ResNet.Distributed.EndToEnd.Tests.Observability;

/// <summary>A Grafana dashboard as its file has it.</summary>
internal sealed class Dashboard
{
    private Dashboard(string file)
    {
        Name = Path.GetFileName(file);
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        Json = document.RootElement.Clone();
        // A collapsed row holds its panels; an open one is followed by them.
        Panels = [.. Array(Json, "panels").SelectMany(panel => Array(panel, "panels").Prepend(panel)).Select(panel => new Panel(Name, panel))];
        Variables = [.. Array(Json.GetProperty("templating"), "list").Select(variable => new DashboardVariable(variable))];
    }

    public static IReadOnlyList<Dashboard> All { get; } = [.. Deploy.Dashboards.Select(file => new Dashboard(file))];

    /// <summary>The file's name.</summary>
    public string Name { get; }

    public JsonElement Json { get; }

    public string Uid => Json.GetProperty("uid").GetString()!;

    public string Title => Json.GetProperty("title").GetString()!;

    /// <summary>Rows too.</summary>
    public IReadOnlyList<Panel> Panels { get; }

    /// <summary>All but rows.</summary>
    public IEnumerable<Panel> DataPanels => Panels.Where(panel => panel.Type != "row");

    public IReadOnlyList<DashboardVariable> Variables { get; }

    internal static IEnumerable<JsonElement> Array(JsonElement json, string property) =>
        json.TryGetProperty(property, out var array) ? array.EnumerateArray() : [];
}

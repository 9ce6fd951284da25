using System.Text.Json;

namespace ResNet.Distributed.EndToEnd.Tests.Observability;

/// <summary>A panel of a dashboard.</summary>
/// <param name="Dashboard">The file's name.</param>
/// <param name="Json">As it is in the file.</param>
internal sealed record Panel(string Dashboard, JsonElement Json)
{
    public int Id => Json.GetProperty("id").GetInt32();

    public string Type => Json.GetProperty("type").GetString()!;

    public string Title => Json.GetProperty("title").GetString()!;

    public string? Description => Json.TryGetProperty("description", out var text) ? text.GetString() : null;

    /// <summary>Its queries.</summary>
    public IReadOnlyList<Target> Targets => [.. Observability.Dashboard.Array(Json, "targets").Select(target => new Target(this, target))];

    /// <summary>What its values are shown in; null where nothing says so.</summary>
    public string? Unit =>
        Json.TryGetProperty("fieldConfig", out var fields) && fields.GetProperty("defaults").TryGetProperty("unit", out var unit)
            ? unit.GetString()
            : null;

    /// <summary>The colours' steps, as values from low to high; null is minus infinity.</summary>
    public IEnumerable<double?> Thresholds => Json.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("thresholds")
        .GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("value") is { ValueKind: JsonValueKind.Number } n ? n.GetDouble() : (double?)null);

    /// <summary>Its place on the grid of 24 columns.</summary>
    public (int X, int Y, int Width, int Height) Place
    {
        get
        {
            var place = Json.GetProperty("gridPos");
            int Value(string name) => place.GetProperty(name).GetInt32();
            return (Value("x"), Value("y"), Value("w"), Value("h"));
        }
    }

    public override string ToString() => $"{Dashboard}: {Title}";
}

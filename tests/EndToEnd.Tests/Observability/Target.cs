using System.Text.Json;
using System.Text.RegularExpressions;

namespace ResNet.Distributed.EndToEnd.Tests.Observability;

/// <summary>A query of a panel.</summary>
/// <param name="Panel">Whose it is.</param>
/// <param name="Json">As it is in the file.</param>
internal sealed partial record Target(Panel Panel, JsonElement Json)
{
    public string Id => Json.GetProperty("refId").GetString()!;

    public string Expression => Json.GetProperty("expr").GetString()!;

    public string Legend => Json.GetProperty("legendFormat").GetString()!;

    public bool Instant => Json.GetProperty("instant").GetBoolean();

    public bool Table => Json.GetProperty("format").GetString() == "table";

    /// <summary>The labels that the legend shows.</summary>
    public IEnumerable<string> LegendLabels => LegendLabel().Matches(Legend).Select(match => match.Groups[1].Value);

    public override string ToString() => $"{Panel} {Id}: {Expression}";

    [GeneratedRegex(@"\{\{\s*(\w+)\s*\}\}")]
    private static partial Regex LegendLabel();
}

using System.Globalization;
using System.Net;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Coordinator.Dashboard.Charts;

namespace ResNet.Distributed.Coordinator.Dashboard.Importance;

/// <summary>Which parameters mattered, as a figure: a bar for each, the longest on top, and one for their interactions.</summary>
internal static class ImportanceFigure
{
    private const string Interactions = "interactions";
    private const int Bar = 30;
    private const int Frame = 56;

    /// <summary>Its height in pixels.</summary>
    public static int Height(SweepImportance importance) => Frame + (Bar * (importance.Parameters.Length + 1));

    /// <summary>With whiskers of a standard deviation over the trees.</summary>
    /// <param name="importance">With figures.</param>
    /// <param name="colours">The page's.</param>
    public static Figure Of(SweepImportance importance, ChartColours colours)
    {
        // From bottom to top, as Plotly counts.
        (string Name, double Share, double Deviation)[] bars =
        [
            (Interactions, importance.Interactions ?? 0, 0),
            .. importance.Parameters.Reverse().Select(parameter => (parameter.Name, parameter.Share, parameter.Deviation)),
        ];
        return new Figure(
            [
                new
                {
                    type = "bar",
                    orientation = "h",
                    x = bars.Select(bar => Math.Round(bar.Share, 4)),
                    y = bars.Select(bar => bar.Name),
                    error_x = new { type = "data", array = bars.Select(bar => Math.Round(bar.Deviation, 4)), color = colours.Text, thickness = 1, width = 3 },
                    hovertext = bars.Select(About),
                    hovertemplate = "%{hovertext}<extra></extra>",
                    marker = new { color = bars.Select(bar => bar.Name == Interactions ? colours.Muted : colours.Series[0]) },
                },
            ],
            new
            {
                font = FigureParts.Font(colours),
                hoverlabel = FigureParts.HoverLabel(colours),
                showlegend = false,
                bargap = 0.3,
                margin = new { l = 12, r = 16, t = 8, b = 32 },
                xaxis = new
                {
                    range = new[] { 0, 1 },
                    fixedrange = true,
                    tickformat = ".0%",
                    gridcolor = colours.Grid,
                    linecolor = colours.Grid,
                    zeroline = false,
                },
                yaxis = new { type = "category", automargin = true, fixedrange = true, linecolor = colours.Grid },
            });
    }

    private static string About((string Name, double Share, double Deviation) bar) => string.Create(
        CultureInfo.InvariantCulture, $"<b>{WebUtility.HtmlEncode(bar.Name)}</b><br>{bar.Share:P0}{(bar.Deviation > 0 ? $" ± {bar.Deviation:P0}" : "")}");
}

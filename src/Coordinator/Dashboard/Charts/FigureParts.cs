using System.Globalization;

namespace ResNet.Distributed.Coordinator.Dashboard.Charts;

/// <summary>Parts that all figures have in common.</summary>
internal static class FigureParts
{
    /// <summary>The page's type.</summary>
    public static object Font(ChartColours colours) => new { color = colours.Text, family = "system-ui, sans-serif", size = 12 };

    /// <summary>What is shown of a point that is pointed at.</summary>
    public static object HoverLabel(ChartColours colours) =>
        new { bgcolor = colours.Surface, bordercolor = colours.Muted, font = new { color = colours.Text }, align = "left" };

    /// <summary>One line above the chart, or as many as it takes.</summary>
    public static object LegendAbove { get; } = new { orientation = "h", x = 0, y = 1.02, yanchor = "bottom" };

    /// <summary>Many lines as one shape below the traces: one path, where a trace would become a path for each of them.</summary>
    /// <param name="lines">Points in the axes' units.</param>
    /// <param name="colour">Of all.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="opacity">From 0 to 1.</param>
    public static object Polylines(IEnumerable<IEnumerable<(double X, double Y)>> lines, string colour, double width, double opacity) => new
    {
        type = "path",
        layer = "below",
        path = string.Concat(lines.Select(Path)),
        opacity,
        line = new { color = colour, width },
    };

    private static string Path(IEnumerable<(double X, double Y)> line) => "M" + string.Join(
        'L', line.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X},{point.Y}")));
}

namespace ResNet.Distributed.Coordinator.Dashboard.Charts;

/// <summary>Parts that all figures have in common.</summary>
internal static class FigureParts
{
    /// <summary>Nothing: the card shows through.</summary>
    public const string Transparent = "rgba(0,0,0,0)";

    /// <summary>The page's type.</summary>
    public static object Font(ChartColours colours) => new { color = colours.Text, family = "system-ui, sans-serif", size = 12 };

    /// <summary>What is shown of a point that is pointed at.</summary>
    public static object HoverLabel(ChartColours colours) =>
        new { bgcolor = colours.Surface, bordercolor = colours.Muted, font = new { color = colours.Text }, align = "left" };

    /// <summary>One line above the chart, or as many as it takes.</summary>
    public static object LegendAbove { get; } = new { orientation = "h", x = 0, y = 1.02, yanchor = "bottom" };
}

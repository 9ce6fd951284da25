using ResNet.Distributed.Coordinator.Dashboard.Timeline;

namespace ResNet.Distributed.Coordinator.Dashboard.Charts;

/// <summary>The colours of charts, on light and on dark pages.</summary>
/// <param name="Text">Labels.</param>
/// <param name="Grid">Lines of the grid and axes.</param>
/// <param name="Surface">The card behind the chart.</param>
/// <param name="Muted">What is in the background.</param>
/// <param name="Series">Trials that have a colour of their own.</param>
/// <param name="Worst">One end of the scale of merit.</param>
/// <param name="Best">The other end.</param>
internal sealed record ChartColours(
    string Text, string Grid, string Surface, string Muted, IReadOnlyList<string> Series, Rgb Worst, Rgb Best)
{
    /// <summary>On a light page.</summary>
    public static ChartColours Light { get; } = new(
        "#445062", "#e3e7ec", "#ffffff", "#c3cad4",
        ["#2f66d0", "#d9731a", "#2e8b57", "#c23b4e", "#7d5bb5", "#8a5a44", "#c459a0", "#5f6b7a", "#8a8f1f", "#1698a8"],
        new Rgb(0xd3, 0xda, 0xe6), new Rgb(0x14, 0x3c, 0x9e));

    /// <summary>On a dark page.</summary>
    public static ChartColours Dark { get; } = new(
        "#b6c0ce", "#2b323d", "#181d25", "#49535f",
        ["#6fa2ff", "#ff9d4d", "#5cc98d", "#ff7d8b", "#b79af0", "#c9977d", "#f08fd0", "#a9b4c2", "#ced34f", "#4fd0e0"],
        new Rgb(0x35, 0x40, 0x50), new Rgb(0x9c, 0xc4, 0xff));

    /// <summary>The colours for a page.</summary>
    public static ChartColours For(bool dark) => dark ? Dark : Light;

    /// <summary>The colour of an attempt by how it ended.</summary>
    public string OfEnding(AttemptEnding ending) => Series[ending switch
    {
        AttemptEnding.Running => 0,
        AttemptEnding.Completed => 2,
        AttemptEnding.Interrupted => 1,
        AttemptEnding.Paused => 9,
        AttemptEnding.Stopped => 4,
        AttemptEnding.Cancelled => 7,
        _ => 3,
    }];

    /// <summary>The colour of a merit from 0 to 1.</summary>
    public string OfMerit(double merit) => Rgb.Between(Worst, Best, merit).ToString();
}

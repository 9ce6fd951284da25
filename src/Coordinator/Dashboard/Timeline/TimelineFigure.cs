using System.Globalization;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Coordinator.Dashboard.Charts;
using ResNet.Distributed.Coordinator.Dashboard.Layout;

namespace ResNet.Distributed.Coordinator.Dashboard.Timeline;

/// <summary>A timeline as a figure: a lane per worker, a bar per attempt, a colour per ending.</summary>
internal static class TimelineFigure
{
    // With more bars, their trials' numbers would have no room.
    private const int MostLabels = 80;

    private const int Lane = 34;
    private const int Frame = 92;
    private const int FewestLanes = 2;
    private const int MostLanes = 16;

    /// <summary>Its height in pixels.</summary>
    public static int Height(WorkerTimeline timeline) => Frame + Lane * Math.Clamp(timeline.Workers.Length, FewestLanes, MostLanes);

    /// <summary>A trace for each ending that there is; workers from top to bottom.</summary>
    public static Figure Of(WorkerTimeline timeline, Viewer viewer, ChartColours colours) => new(
        [
            .. timeline.Bars.GroupBy(bar => bar.Ending).OrderBy(ending => ending.Key)
                .Select(ending => Bars(ending.Key, [.. ending], timeline.Bars.Length <= MostLabels, viewer, colours)),
        ],
        new
        {
            font = FigureParts.Font(colours),
            hoverlabel = FigureParts.HoverLabel(colours),
            legend = FigureParts.LegendAbove,
            showlegend = true,
            uirevision = "timeline",
            barmode = "overlay",
            bargap = 0.25,
            margin = new { l = 12, r = 16, t = 8, b = 32 },
            xaxis = new { type = "date", gridcolor = colours.Grid, linecolor = colours.Grid, zeroline = false, nticks = 5, tickangle = 0 },
            yaxis = new
            {
                type = "category",
                categoryorder = "array",
                categoryarray = timeline.Workers.Reverse(),
                automargin = true,
                fixedrange = true,
                linecolor = colours.Grid,
            },
        });

    private static object Bars(AttemptEnding ending, IReadOnlyCollection<TimelineBar> bars, bool isLabelled, Viewer viewer, ChartColours colours) => new
    {
        type = "bar",
        name = ending.ToString().ToLowerInvariant(),
        orientation = "h",
        y = bars.Select(bar => bar.Worker),
        @base = bars.Select(bar => viewer.ChartTime(bar.Start)),
        x = bars.Select(bar => Math.Round(bar.Duration.TotalMilliseconds)),
        customdata = bars.Select(bar => bar.Trial),
        text = isLabelled ? bars.Select(bar => bar.Trial.ToString(CultureInfo.InvariantCulture)) : null,
        textposition = "inside",
        insidetextanchor = "middle",
        textangle = 0,
        insidetextfont = new { color = colours.Surface },
        hovertext = bars.Select(About),
        hovertemplate = "%{hovertext}<extra></extra>",
        marker = new { color = colours.OfEnding(ending), line = new { color = colours.Surface, width = 1 } },
    };

    private static string About(TimelineBar bar) => string.Create(
        CultureInfo.InvariantCulture,
        $"<b>trial {bar.Trial}, attempt {bar.Attempt}</b><br>{bar.Worker}, {Numbers.Duration(bar.Duration.TotalSeconds)}<br>")
        + bar.Ending.ToString().ToLowerInvariant() + (bar.Error is { } error ? ": " + ChartText.Wrap(error) : "");
}

using System.Globalization;
using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.LayoutLib.XAxisLib;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.BarLib;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Coordinator.Dashboard.Charts;
using ResNet.Distributed.Coordinator.Dashboard.Layout;

namespace ResNet.Distributed.Coordinator.Dashboard.Timeline;

/// <summary>A timeline as Plotly draws it: a lane per worker, a bar per attempt, a colour per ending.</summary>
internal static class TimelineTraces
{
    // With more bars, their trials' numbers would have no room.
    private const int MostLabels = 80;

    private const int Lane = 34;
    private const int Frame = 92;

    /// <summary>A trace for each ending that there is.</summary>
    public static IList<ITrace> Of(WorkerTimeline timeline, Viewer viewer, ChartColours colours) =>
    [
        .. timeline.Bars.GroupBy(bar => bar.Ending).OrderBy(ending => ending.Key)
            .Select(ending => Trace(ending.Key, [.. ending], timeline.Bars.Length <= MostLabels, viewer, colours)),
    ];

    /// <summary>Its height in pixels.</summary>
    public static int Height(WorkerTimeline timeline) => Frame + Lane * Math.Clamp(timeline.Workers.Length, 2, 16);

    /// <summary>The axes: time, and the workers from top to bottom.</summary>
    public static Plotly.Blazor.Layout Layout(WorkerTimeline timeline, ChartColours colours)
    {
        var layout = ChartLayout.Create(colours, "timeline");
        layout.BarMode = BarModeEnum.Overlay;
        layout.BarGap = 0.25m;
        layout.HoverMode = HoverModeEnum.Closest;
        layout.ShowLegend = true;
        layout.Margin = new Margin { L = 12, R = 16, T = 8, B = 32 };
        layout.XAxis =
        [
            new XAxis { Type = TypeEnum.Date, GridColor = colours.Grid, LineColor = colours.Grid, ZeroLine = false, NTicks = 5, TickAngle = 0 },
        ];
        layout.YAxis =
        [
            new YAxis
            {
                Type = Plotly.Blazor.LayoutLib.YAxisLib.TypeEnum.Category,
                CategoryOrder = Plotly.Blazor.LayoutLib.YAxisLib.CategoryOrderEnum.Array,
                CategoryArray = [.. timeline.Workers.Reverse().Cast<object>()],
                AutoMargin = Plotly.Blazor.LayoutLib.YAxisLib.AutoMarginFlag.True,
                FixedRange = true,
                LineColor = colours.Grid,
            },
        ];
        return layout;
    }

    private static Bar Trace(AttemptEnding ending, IReadOnlyCollection<TimelineBar> bars, bool labelled, Viewer viewer, ChartColours colours) => new()
    {
        Name = ending.ToString().ToLowerInvariant(),
        Orientation = OrientationEnum.H,
        Y = [.. bars.Select(bar => (object)bar.Worker)],
        BaseArray = [.. bars.Select(bar => (object)viewer.ChartTime(bar.Start))],
        X = [.. bars.Select(bar => (object)bar.Duration.TotalMilliseconds)],
        TextArray = labelled ? [.. bars.Select(bar => bar.Trial.ToString(CultureInfo.InvariantCulture))] : null,
        TextPosition = TextPositionEnum.Inside,
        InsideTextAnchor = InsideTextAnchorEnum.Middle,
        TextAngle = 0,
        InsideTextFont = new InsideTextFont { Color = colours.Surface },
        HoverTextArray = [.. bars.Select(About)],
        HoverTemplate = "%{hovertext}<extra></extra>",
        Marker = new Marker
        {
            Color = colours.OfEnding(ending),
            Line = new Plotly.Blazor.Traces.BarLib.MarkerLib.Line { Color = colours.Surface, Width = 1 },
        },
    };

    private static string About(TimelineBar bar) => string.Create(
        CultureInfo.InvariantCulture,
        $"<b>trial {bar.Trial}, attempt {bar.Attempt}</b><br>{bar.Worker}, {Numbers.Duration(bar.Duration.TotalSeconds)}<br>")
        + bar.Ending.ToString().ToLowerInvariant() + (bar.Error is { } error ? ": " + ChartText.Wrap(error) : "");
}

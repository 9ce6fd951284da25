using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.LayoutLib.AnnotationLib;
using Plotly.Blazor.LayoutLib.XAxisLib;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;
using ResNet.Distributed.Coordinator.Dashboard.Charts;

namespace ResNet.Distributed.Coordinator.Dashboard.Parallel;

/// <summary>Parallel coordinates as Plotly draws them: lines of about the same merit as one trace with gaps.</summary>
internal static class ParallelTraces
{
    private const int Shades = 12;
    private const int Crowd = 100;
    private const decimal LetterWidth = 6.2m;
    private const double HandleStep = 0.01;

    /// <summary>The lines that do not pass the marked stretches behind, then the others, the best in front.</summary>
    public static IList<ITrace> Of(ParallelPlot plot, IReadOnlyDictionary<int, Stretch> stretches, ChartColours colours) =>
    [
        .. plot.Lines
            .GroupBy(line => line.Passes(stretches) ? Shade(line) : -2)
            .OrderBy(shade => shade.Key)
            .Select(shade => Trace([.. shade], plot, shade.Key, colours)),
        Handles(plot, colours),
    ];

    /// <summary>The axes, their ticks, and what is marked on them.</summary>
    public static Plotly.Blazor.Layout Layout(ParallelPlot plot, IReadOnlyDictionary<int, Stretch> stretches, ChartColours colours)
    {
        var layout = ChartLayout.Create(colours, "parallel");
        layout.ShowLegend = false;
        layout.HoverMode = HoverModeEnum.Closest;
        layout.DragMode = DragModeEnum.Select;
        layout.Margin = new Margin { L = LeftOf(plot.Axes[0]), R = 40, T = 48, B = 12 };
        layout.XAxis =
        [
            new XAxis
            {
                Range = [-0.02, plot.Axes.Length - 0.98],
                FixedRange = true,
                Side = SideEnum.Top,
                ShowGrid = false,
                ZeroLine = false,
                TickVals = [.. Enumerable.Range(0, plot.Axes.Length).Cast<object>()],
                TickText = [.. plot.Axes.Select(axis => (object)Head(axis.Name))],
                TickAngle = 0,
            },
        ];
        layout.YAxis = [new YAxis { Range = [-0.05, 1.05], FixedRange = true, Visible = false }];
        layout.Shapes =
        [
            .. Enumerable.Range(0, plot.Axes.Length).Select(axis => Upright(axis, 0, 1, colours.Muted, 1)),
            .. stretches.Select(stretch => Upright(stretch.Key, stretch.Value.Low - 0.015, stretch.Value.High + 0.015, colours.Series[1], 7)),
        ];
        layout.Annotations = [.. plot.Axes.SelectMany((axis, index) => axis.Ticks.Select(tick => Label(index, tick, colours)))];
        return layout;
    }

    /// <summary>The stretches that a marked box covers, an axis each.</summary>
    public static IEnumerable<KeyValuePair<int, Stretch>> Marked(IEnumerable<(double X, double Y)> points) => points
        .GroupBy(point => (int)Math.Round(point.X))
        .Select(axis => KeyValuePair.Create(axis.Key, new Stretch(axis.Min(point => point.Y) - HandleStep / 2, axis.Max(point => point.Y) + HandleStep / 2)));

    // The first axis' labels are left of everything.
    private static decimal LeftOf(ParallelAxis axis) => 20 + LetterWidth * axis.Ticks.Select(tick => tick.Label.Length).DefaultIfEmpty(4).Max();

    // Two lines are narrow enough for a phone.
    private static string Head(string name) => $"<b>{name.Replace("_", "_<br>", StringComparison.Ordinal)}</b>";

    private static int Shade(ParallelLine line) => line.Merit is { } merit ? (int)Math.Round(merit * (Shades - 1)) : -1;

    private static Scatter Trace(IReadOnlyCollection<ParallelLine> lines, ParallelPlot plot, int shade, ChartColours colours)
    {
        var (x, y, text) = (new List<object>(), new List<object>(), new List<string>());
        foreach (var line in lines)
        {
            var about = $"<b>trial {line.Trial}</b><br>{string.Join("<br>", plot.Axes.Zip(line.Values, (axis, value) => $"{axis.Name} {value}"))}";
            for (var axis = 0; axis < plot.Axes.Length; axis++)
            {
                x.Add(axis);
                y.Add(line.Positions[axis]!);
                text.Add(about);
            }

            // A gap: the next trial's line begins.
            x.Add(null!);
            y.Add(null!);
            text.Add("");
        }

        var isCrowded = plot.Lines.Length > Crowd;
        var colour = shade < 0 ? colours.Muted : colours.OfMerit(shade / (Shades - 1.0));
        return new Scatter
        {
            Mode = ModeFlag.Lines,
            X = x,
            Y = y,
            TextArray = text,
            ConnectGaps = false,
            Opacity = shade == -2 ? 0.2m : isCrowded ? 0.6m : 0.9m,
            Line = new Plotly.Blazor.Traces.ScatterLib.Line { Color = colour, Width = shade == -2 || isCrowded ? 1 : 1.8m },
            HoverTemplate = "%{text}<extra></extra>",
        };
    }

    // Where lines cross the axes, a dot for all that are as good as at the same place. What a box marks are these.
    private static Scatter Handles(ParallelPlot plot, ChartColours colours)
    {
        var crossings = plot.Lines
            .SelectMany(line => line.Positions.Index())
            .Where(crossing => crossing.Item is not null)
            .Select(crossing => (Axis: crossing.Index, Position: Math.Round(crossing.Item!.Value / HandleStep) * HandleStep))
            .Distinct()
            .ToArray();
        return new Scatter
        {
            Mode = ModeFlag.Markers,
            X = [.. crossings.Select(crossing => (object)crossing.Axis)],
            Y = [.. crossings.Select(crossing => (object)crossing.Position)],
            Marker = new Marker { Color = colours.Text, Size = 4 },
            HoverInfo = HoverInfoFlag.Skip,
            Unselected = new Unselected { Marker = new Plotly.Blazor.Traces.ScatterLib.UnselectedLib.Marker { Opacity = 0.7m } },
        };
    }

    private static Shape Upright(int axis, double from, double to, string colour, decimal width) => new()
    {
        Type = Plotly.Blazor.LayoutLib.ShapeLib.TypeEnum.Line,
        Layer = Plotly.Blazor.LayoutLib.ShapeLib.LayerEnum.Below,
        X0 = axis,
        X1 = axis,
        Y0 = from,
        Y1 = to,
        Line = new Plotly.Blazor.LayoutLib.ShapeLib.Line { Color = colour, Width = width },
    };

    private static Annotation Label(int axis, AxisTick tick, ChartColours colours) => new()
    {
        X = axis,
        Y = tick.Position,
        Text = tick.Label,
        ShowArrow = false,
        XAnchor = XAnchorEnum.Right,
        XShift = -7,
        BgColor = colours.Surface,
        BorderPad = 1,
        Opacity = 0.88m,
        Font = new Plotly.Blazor.LayoutLib.AnnotationLib.Font { Size = 11, Color = colours.Text },
    };
}

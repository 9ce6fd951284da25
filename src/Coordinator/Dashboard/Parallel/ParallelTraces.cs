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

    /// <summary>The lines that do not pass the marked stretches behind, then the others, the best in front.</summary>
    public static IList<ITrace> Of(ParallelPlot plot, IReadOnlyDictionary<int, Stretch> stretches, ChartColours colours) =>
    [
        .. plot.Lines
            .GroupBy(line => line.Passes(stretches) ? Shade(line) : -2)
            .OrderBy(shade => shade.Key)
            .Select(shade => Trace([.. shade], plot, shade.Key, colours)),
    ];

    /// <summary>The axes, their ticks, and what is marked on them.</summary>
    public static Plotly.Blazor.Layout Layout(ParallelPlot plot, IReadOnlyDictionary<int, Stretch> stretches, ChartColours colours)
    {
        var layout = ChartLayout.Create(colours, "parallel");
        layout.ShowLegend = false;
        layout.HoverMode = HoverModeEnum.Closest;
        layout.DragMode = DragModeEnum.Select;
        layout.Margin = new Margin { L = 12, R = 16, T = 34, B = 12 };
        layout.XAxis =
        [
            new XAxis
            {
                Range = [-0.5, plot.Axes.Length - 0.6],
                FixedRange = true,
                Side = SideEnum.Top,
                ShowGrid = false,
                ZeroLine = false,
                TickVals = [.. Enumerable.Range(0, plot.Axes.Length).Cast<object>()],
                TickText = [.. plot.Axes.Select(axis => (object)$"<b>{axis.Name}</b>")],
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
        .Select(axis => KeyValuePair.Create(axis.Key, new Stretch(axis.Min(point => point.Y), axis.Max(point => point.Y))));

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

        var colour = shade < 0 ? colours.Muted : colours.OfMerit(shade / (Shades - 1.0));
        return new Scatter
        {
            Mode = ModeFlag.Lines | ModeFlag.Markers,
            X = x,
            Y = y,
            TextArray = text,
            ConnectGaps = false,
            Opacity = shade == -2 ? 0.25m : 0.9m,
            Line = new Plotly.Blazor.Traces.ScatterLib.Line { Color = colour, Width = shade == -2 ? 1 : 1.8m },
            Marker = new Marker { Color = colour, Size = 5 },
            HoverTemplate = "%{text}<extra></extra>",
            Selected = Dot(0.9m),
            Unselected = new Unselected { Marker = new Plotly.Blazor.Traces.ScatterLib.UnselectedLib.Marker { Opacity = 0.9m } },
        };
    }

    private static Selected Dot(decimal opacity) => new() { Marker = new Plotly.Blazor.Traces.ScatterLib.SelectedLib.Marker { Opacity = opacity } };

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

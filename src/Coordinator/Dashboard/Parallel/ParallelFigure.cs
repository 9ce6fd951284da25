using System.Globalization;
using ResNet.Distributed.Coordinator.Dashboard.Charts;

namespace ResNet.Distributed.Coordinator.Dashboard.Parallel;

/// <summary>
/// Parallel coordinates as a figure: lines of about the same merit are one shape, for as many traces would take the browser as many
/// times as long. A trace that cannot be seen tells what is pointed at.
/// </summary>
internal static class ParallelFigure
{
    private const int Shades = 12;
    private const int Unmarked = -2;
    private const int WithoutMerit = -1;

    // So many lines are drawn thinner, and say less.
    private const int Crowd = 100;

    // Crossings this close are one handle.
    private const double HandleStep = 0.01;

    private const double LetterWidth = 6.2;

    /// <summary>The lines that do not pass the marked stretches behind, then the others, the best in front.</summary>
    public static Figure Of(ParallelPlot plot, IReadOnlyDictionary<int, Stretch> stretches, ChartColours colours) => new(
        [Crossings(plot), Handles(plot, colours)],
        Layout(
            plot,
            plot.Lines
                .GroupBy(line => line.Passes(stretches) ? Shade(line) : Unmarked)
                .OrderBy(shade => shade.Key)
                .Select(shade => Lines(shade, plot.Lines.Length > Crowd, shade.Key, colours)),
            stretches,
            colours));

    /// <summary>The stretches that a box around these handles covers, an axis each.</summary>
    public static IEnumerable<KeyValuePair<int, Stretch>> Marked(IEnumerable<(double X, double Y)> handles) => handles
        .GroupBy(handle => (int)Math.Round(handle.X))
        .Select(axis => KeyValuePair.Create(
            axis.Key, new Stretch(axis.Min(handle => handle.Y) - HandleStep / 2, axis.Max(handle => handle.Y) + HandleStep / 2)));

    private static int Shade(ParallelLine line) => line.Merit is { } merit ? (int)Math.Round(merit * (Shades - 1)) : WithoutMerit;

    private static object Lines(IEnumerable<ParallelLine> lines, bool isCrowded, int shade, ChartColours colours) => FigureParts.Polylines(
        lines.SelectMany(Parts),
        shade < 0 ? colours.Muted : colours.OfMerit(shade / (Shades - 1.0)),
        shade == Unmarked || isCrowded ? 1 : 1.8,
        shade == Unmarked ? 0.2 : isCrowded ? 0.6 : 0.9);

    // Where a trial has no value, its line has a gap.
    private static IEnumerable<IEnumerable<(double X, double Y)>> Parts(ParallelLine line)
    {
        var part = new List<(double X, double Y)>();
        foreach (var (axis, position) in line.Positions.Index())
        {
            if (Rounded(position) is { } y)
            {
                part.Add((axis, y));
                continue;
            }

            if (part.Count > 1)
            {
                yield return part;
            }

            part = [];
        }

        if (part.Count > 1)
        {
            yield return part;
        }
    }

    // Where the lines cross the axes, for whoever points at one.
    private static object Crossings(ParallelPlot plot)
    {
        var isCrowded = plot.Lines.Length > Crowd;
        (int Axis, double? Position, ParallelLine Line)[] points =
            [.. plot.Lines.SelectMany(line => line.Positions.Select((position, axis) => (axis, Rounded(position), line)))];
        return new
        {
            type = "scatter",
            mode = "none",
            x = points.Select(point => point.Axis),
            y = points.Select(point => point.Position),
            text = points.Select(point => isCrowded ? Brief(point.Line) : About(point.Line, plot)),
            hovertemplate = "%{text}<extra></extra>",
        };
    }

    // A dot for all lines that cross an axis at about the same place. These are what a box marks.
    private static object Handles(ParallelPlot plot, ChartColours colours)
    {
        var crossings = plot.Lines
            .SelectMany(line => line.Positions.Index())
            .Where(crossing => crossing.Item is not null)
            .Select(crossing => (Axis: crossing.Index, Position: Math.Round(crossing.Item!.Value / HandleStep)))
            .Distinct()
            .ToArray();
        return new
        {
            type = "scatter",
            mode = "markers",
            x = crossings.Select(crossing => crossing.Axis),
            y = crossings.Select(crossing => Rounded(crossing.Position * HandleStep)),
            marker = new { color = colours.Text, size = 4 },
            hoverinfo = "skip",
            selected = new { marker = new { opacity = 1 } },
            unselected = new { marker = new { opacity = 1 } },
        };
    }

    private static object Layout(
        ParallelPlot plot, IEnumerable<object> lines, IReadOnlyDictionary<int, Stretch> stretches, ChartColours colours) => new
        {
            font = FigureParts.Font(colours),
            hoverlabel = FigureParts.HoverLabel(colours),
            showlegend = false,
            dragmode = "select",
            margin = new { l = LeftOf(plot.Axes[0]), r = 40, t = 48, b = 12 },
            xaxis = new
            {
                range = new[] { -0.02, plot.Axes.Length - 0.98 },
                fixedrange = true,
                side = "top",
                showgrid = false,
                zeroline = false,
                tickvals = Enumerable.Range(0, plot.Axes.Length),
                ticktext = plot.Axes.Select(axis => Head(axis.Name)),
                tickangle = 0,
            },
            yaxis = new { range = new[] { -0.05, 1.05 }, fixedrange = true, visible = false },
            shapes = lines
            .Concat(Enumerable.Range(0, plot.Axes.Length).Select(axis => Upright(axis, 0, 1, colours.Muted, 1)))
            .Concat(stretches.Select(stretch => Upright(stretch.Key, stretch.Value.Low, stretch.Value.High, colours.Series[1], 8))),
            annotations = plot.Axes.SelectMany((axis, index) => axis.Ticks.Select(tick => Label(index, tick, colours))),
        };

    private static object Upright(int axis, double from, double to, string colour, int width) =>
        new { type = "line", layer = "below", x0 = axis, x1 = axis, y0 = from, y1 = to, line = new { color = colour, width } };

    private static object Label(int axis, AxisTick tick, ChartColours colours) => new
    {
        x = axis,
        y = tick.Position,
        text = tick.Label,
        showarrow = false,
        xanchor = "right",
        xshift = -7,
        bgcolor = colours.Surface,
        borderpad = 1,
        opacity = 0.88,
        font = new { size = 11, color = colours.Text },
    };

    // The first axis' labels are left of everything.
    private static double LeftOf(ParallelAxis axis) => 20 + LetterWidth * axis.Ticks.Select(tick => tick.Label.Length).DefaultIfEmpty(4).Max();

    // Two lines are narrow enough for a phone.
    private static string Head(string name) => $"<b>{name.Replace("_", "_<br>", StringComparison.Ordinal)}</b>";

    private static string Brief(ParallelLine line) => string.Create(CultureInfo.InvariantCulture, $"<b>trial {line.Trial}</b>, {line.Values[^1]}");

    private static string About(ParallelLine line, ParallelPlot plot) =>
        $"<b>trial {line.Trial}</b><br>" + string.Join("<br>", plot.Axes.Zip(line.Values, (axis, value) => $"{axis.Name} {value}"));

    private static double? Rounded(double? position) => position is { } exact ? Math.Round(exact, 4) : null;
}

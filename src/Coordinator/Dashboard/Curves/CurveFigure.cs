using ResNet.Distributed.Coordinator.Dashboard.Charts;

namespace ResNet.Distributed.Coordinator.Dashboard.Curves;

/// <summary>Curves as a figure.</summary>
internal static class CurveFigure
{
    // With more points than this a curve shows its line alone.
    private const int MostMarkers = 30;

    // So many lines would become one area.
    private const int Crowd = 100;

    // Up to this epoch each has a tick.
    private const int MostTicks = 12;

    /// <summary>
    /// The curves behind as one shape, for hundreds of traces would take the browser as many times as long; a trace that cannot be seen
    /// tells what is pointed at. Then a trace for each trial that has a colour.
    /// </summary>
    /// <param name="plot">At least one curve.</param>
    /// <param name="about">A trial in a few words.</param>
    /// <param name="colours">The page's.</param>
    public static Figure Of(CurvePlot plot, Func<int, string> about, ChartColours colours)
    {
        var behind = plot.Curves.Where(curve => curve.Colour is null).ToArray();
        var lines = behind.Where(curve => curve.Points.Length > 1).ToArray();
        var dots = behind.Where(curve => curve.Points.Length == 1).ToArray();
        return new Figure(
            [
                .. lines.Length == 0 ? Array.Empty<object>() : [Behind(lines, "none", plot, colours)],
                .. dots.Length == 0 ? Array.Empty<object>() : [Behind(dots, "markers", plot, colours)],
                .. plot.Curves.Where(curve => curve.Colour is not null).Select(curve => InFront(curve, plot, about(curve.Trial), colours)),
            ],
            Layout(plot, lines, colours));
    }

    private static object InFront(Curve curve, CurvePlot plot, string about, ChartColours colours)
    {
        var colour = colours.Series[curve.Colour!.Value];
        return new
        {
            type = "scatter",
            name = $"trial {curve.Trial}",
            meta = curve.Trial,
            mode = curve.Points.Length <= MostMarkers ? "lines+markers" : "lines",
            x = curve.Points.Select(point => point.X),
            y = curve.Points.Select(point => point.Y),
            line = new { color = colour, width = 2 },
            marker = new { color = colour, size = 6 },
            hovertemplate = $"<b>trial {curve.Trial}</b> {about}<br>epoch %{{x}}: %{{y:{plot.Metric.Format}}}<extra></extra>",
        };
    }

    private static object Behind(IReadOnlyCollection<Curve> curves, string mode, CurvePlot plot, ChartColours colours)
    {
        (double? X, double? Y, int? Trial)[] points =
        [
            .. curves.SelectMany(curve => curve.Points
                .Select(point => ((double?)point.X, (double?)point.Y, (int?)curve.Trial))
                .Append((null, null, null))),
        ];
        return new
        {
            type = "scatter",
            name = curves.Count == 1 ? "1 other" : $"{curves.Count} others",
            mode,
            x = points.Select(point => point.X),
            y = points.Select(point => point.Y),
            customdata = points.Select(point => point.Trial),
            connectgaps = false,
            showlegend = false,
            marker = new { color = colours.Muted, size = 3 },
            hovertemplate = $"<b>trial %{{customdata}}</b><br>epoch %{{x}}: %{{y:{plot.Metric.Format}}}<extra></extra>",
        };
    }

    private static object Shape(IReadOnlyCollection<Curve> curves, ChartColours colours) => FigureParts.Polylines(
        curves.Select(curve => curve.Points.Select(point => (point.X, point.Y))),
        colours.Muted,
        curves.Count > Crowd ? 0.7 : 1,
        curves.Count > Crowd ? 0.45 : 0.9);

    private static object Layout(CurvePlot plot, IReadOnlyCollection<Curve> behind, ChartColours colours)
    {
        var last = plot.Curves.Max(curve => curve.Points[^1].X);
        return new
        {
            font = FigureParts.Font(colours),
            hoverlabel = FigureParts.HoverLabel(colours),
            legend = FigureParts.LegendAbove,
            uirevision = plot.Metric.Name,
            margin = new { l = 56, r = 16, t = 8, b = 44 },
            shapes = behind.Count == 0 ? Array.Empty<object>() : [Shape(behind, colours)],
            xaxis = new
            {
                title = new { text = "Epoch" },
                gridcolor = colours.Grid,
                linecolor = colours.Grid,
                zeroline = false,
                tickformat = "d",
                dtick = last <= MostTicks ? 1 : (int?)null,
                range = last <= 1 ? new[] { 0, 2 } : null,
            },
            yaxis = new { gridcolor = colours.Grid, linecolor = colours.Grid, zeroline = false, tickformat = "~g", range = FlatRange(plot) },
        };
    }

    // Where all values are the same, Plotly would show a range that none of them can have.
    private static double[]? FlatRange(CurvePlot plot) =>
        plot.Curves.SelectMany(curve => curve.Points).Select(point => point.Y).Distinct().Take(2).ToArray() is [var value]
            ? [0, value == 0 ? 1 : 2 * value]
            : null;
}

using System.Globalization;
using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;
using ResNet.Distributed.Coordinator.Dashboard.Charts;

namespace ResNet.Distributed.Coordinator.Dashboard.Curves;

/// <summary>Curves as Plotly draws them.</summary>
internal static class CurveTraces
{
    // With more points than this a curve shows its line alone.
    private const int MostMarkers = 30;

    // So many lines would become one area.
    private const int Crowd = 100;

    /// <summary>The curves behind as one trace with gaps, then a trace for each trial that has a colour.</summary>
    /// <param name="plot">The curves.</param>
    /// <param name="about">A trial in a few words.</param>
    /// <param name="colours">The page's.</param>
    public static IList<ITrace> Of(CurvePlot plot, Func<int, string> about, ChartColours colours)
    {
        var behind = plot.Curves.Where(curve => curve.Colour is null).ToArray();
        var lines = behind.Where(curve => curve.Points.Length > 1).ToArray();
        var dots = behind.Where(curve => curve.Points.Length == 1).ToArray();
        return
        [
            .. lines.Length == 0 ? Array.Empty<ITrace>() : [Behind(lines, ModeFlag.Lines, plot, colours)],
            .. dots.Length == 0 ? Array.Empty<ITrace>() : [Behind(dots, ModeFlag.Markers, plot, colours)],
            .. plot.Curves.Where(curve => curve.Colour is not null).Select(curve => InFront(curve, plot, about(curve.Trial), colours)),
        ];
    }

    /// <summary>The trial of a point that was clicked, which is the point's text; null for none.</summary>
    public static int? TrialAt(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The axes.</summary>
    public static Plotly.Blazor.Layout Layout(CurvePlot plot, ChartColours colours)
    {
        var layout = ChartLayout.Create(colours, plot.Metric.Name);
        var last = plot.Curves.Select(curve => curve.Points[^1].X).DefaultIfEmpty(1).Max();
        layout.HoverMode = HoverModeEnum.Closest;
        layout.Margin = new Margin { L = 56, R = 16, T = 8, B = 44 };
        layout.XAxis =
        [
            new XAxis
            {
                Title = new Plotly.Blazor.LayoutLib.XAxisLib.Title { Text = "Epoch" },
                GridColor = colours.Grid,
                LineColor = colours.Grid,
                ZeroLine = false,
                DTick = last <= 12 ? 1 : null,
                TickFormat = "d",
                Range = last <= 1 ? [0, 2] : null,
            },
        ];
        layout.YAxis =
        [
            new YAxis { GridColor = colours.Grid, LineColor = colours.Grid, ZeroLine = false, TickFormat = "~g", Range = FlatRange(plot) },
        ];
        return layout;
    }

    // Where all values are the same, Plotly would show a range that none of them can have.
    private static IList<object>? FlatRange(CurvePlot plot)
    {
        var values = plot.Curves.SelectMany(curve => curve.Points).Select(point => point.Y).Distinct().Take(2).ToArray();
        return values is [var value] ? [0, value == 0 ? 1 : 2 * value] : null;
    }

    private static string Number(Curve curve) => curve.Trial.ToString(CultureInfo.InvariantCulture);

    private static Scatter InFront(Curve curve, CurvePlot plot, string about, ChartColours colours) => new()
    {
        Name = $"trial {curve.Trial}",
        Text = Number(curve),
        Mode = curve.Points.Length <= MostMarkers ? ModeFlag.Lines | ModeFlag.Markers : ModeFlag.Lines,
        X = [.. curve.Points.Select(point => (object)point.X)],
        Y = [.. curve.Points.Select(point => (object)point.Y)],
        Line = new Plotly.Blazor.Traces.ScatterLib.Line { Color = colours.Series[curve.Colour!.Value], Width = 2 },
        Marker = new Marker { Color = colours.Series[curve.Colour!.Value], Size = 6 },
        HoverTemplate = $"<b>trial {curve.Trial}</b> {about}<br>epoch %{{x}}: %{{y:{plot.Metric.Format}}}<extra></extra>",
    };

    private static Scatter Behind(IReadOnlyCollection<Curve> curves, ModeFlag mode, CurvePlot plot, ChartColours colours)
    {
        var (x, y, text) = (new List<object>(), new List<object>(), new List<string>());
        foreach (var curve in curves)
        {
            var number = Number(curve);
            foreach (var point in curve.Points)
            {
                x.Add(point.X);
                y.Add(point.Y);
                text.Add(number);
            }

            // A gap: the next trial's curve begins.
            x.Add(null!);
            y.Add(null!);
            text.Add("");
        }

        return new Scatter
        {
            Name = $"{curves.Count} others",
            Mode = mode,
            X = x,
            Y = y,
            TextArray = text,
            ConnectGaps = false,
            Opacity = curves.Count > Crowd ? 0.45m : 0.9m,
            Line = new Plotly.Blazor.Traces.ScatterLib.Line { Color = colours.Muted, Width = curves.Count > Crowd ? 0.7m : 1 },
            Marker = new Marker { Color = colours.Muted, Size = 3 },
            HoverTemplate = $"<b>trial %{{text}}</b><br>epoch %{{x}}: %{{y:{plot.Metric.Format}}}<extra></extra>",
        };
    }
}

using System.Collections.Immutable;
using System.Globalization;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.History;

namespace ResNet.Distributed.Coordinator.Dashboard.Curves;

/// <summary>The curves of a sweep's trials, few enough points that a browser draws them at once.</summary>
/// <param name="Metric">What they show.</param>
/// <param name="Curves">By trial; a trial without a value has none.</param>
public sealed record CurvePlot(CurveMetric Metric, ImmutableArray<Curve> Curves)
{
    /// <summary>How many trials have a colour of their own: as many as people can tell apart.</summary>
    public const int Colours = 10;

    // A curve in front is about as wide as this in pixels, twice; behind, all curves together have what an SVG draws in a few ms.
    private const int PointsInFront = 400;
    private const int PointsBehind = 12_000;
    private const int FewestPoints = 8;

    /// <summary>The plot of these trials.</summary>
    public static CurvePlot Of(SweepSnapshot snapshot, CurveMetric metric)
    {
        var colours = Spotlight.Choose([.. snapshot.Trials.Select(trial => trial.Trial)], snapshot.Sweep.Goal, Colours);
        var behind = Math.Max(FewestPoints, PointsBehind / Math.Max(1, snapshot.Trials.Length - colours.Count));
        return new CurvePlot(metric, [.. snapshot.Trials
            .Select(trial =>
            {
                int? colour = colours.TryGetValue(trial.Trial.Number, out var slot) ? slot : null;
                return new Curve(trial.Trial.Number, colour, Thinning.Thin(Points(trial.Epochs, metric), colour is null ? behind : PointsInFront));
            })
            .Where(curve => curve.Points.Length > 0)]);
    }

    // As many digits as anyone sees; all of them would be most of what is sent.
    private static double Short(double value) => double.Parse(value.ToString("g6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>The finite values of a metric, by epoch: a loss that became infinite has no place in a chart.</summary>
    public static ImmutableArray<CurvePoint> Points(ImmutableArray<EpochMetrics> epochs, CurveMetric metric) =>
    [
        .. epochs
            .Select(epoch => (epoch.Epoch, Value: metric.Of(epoch)))
            .Where(epoch => epoch.Value is { } value && double.IsFinite(value))
            .Select(epoch => new CurvePoint(epoch.Epoch + 1, Short(epoch.Value!.Value))),
    ];
}

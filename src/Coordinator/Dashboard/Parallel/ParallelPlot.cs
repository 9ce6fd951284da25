using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Dashboard.Parallel;

/// <summary>Parallel coordinates: an axis per parameter, and one for the metric; a line per trial.</summary>
/// <param name="Axes">From left to right, the metric last.</param>
/// <param name="Lines">The worst first, so that the best is drawn over the others.</param>
/// <param name="Low">The metric's smallest value; null before there is any.</param>
/// <param name="High">Its largest.</param>
public sealed record ParallelPlot(ImmutableArray<ParallelAxis> Axes, ImmutableArray<ParallelLine> Lines, double? Low, double? High)
{
    // Parameters that span more than this are spread by their logarithm.
    private const double WideRange = 50;

    /// <summary>The plot of these trials.</summary>
    public static ParallelPlot Of(SweepView sweep, IReadOnlyCollection<TrialView> trials)
    {
        var names = ParameterColumns.Of(trials);
        var scales = names.Select(name => Scale(name, trials)).ToArray();
        var values = trials.Select(trial => trial.Best).Where(best => best is { } value && double.IsFinite(value)).Select(best => best!.Value).ToArray();
        var merits = Merits(values, sweep.Goal);
        var metric = values.Length == 0 ? null : AxisScale.Of([.. values.Select(ParameterValue.Of)], log: false, value => Numbers.Metric(sweep.Metric, value.Number));
        return new ParallelPlot(
            [.. names.Zip(scales, (name, scale) => new ParallelAxis(name, scale.Ticks)), new ParallelAxis(sweep.Metric, metric?.Ticks ?? [])],
            [.. TrialRanking.BestFirst(trials, sweep.Goal).Reverse().Select(Line)],
            values.Length == 0 ? null : values.Min(),
            values.Length == 0 ? null : values.Max());

        ParallelLine Line(TrialView trial) => new(
            trial.Number,
            [
                .. names.Zip(scales, (name, scale) => trial.Parameters.TryGetValue(name, out var chosen) ? scale.Position(chosen) : null),
                trial.Best is { } best ? metric?.Position(ParameterValue.Of(best)) : null,
            ],
            [
                .. names.Select(name => trial.Parameters.TryGetValue(name, out var chosen) ? Numbers.Parameter(chosen) : "-"),
                Numbers.Metric(sweep.Metric, trial.Best),
            ],
            trial.Best is { } value && merits.TryGetValue(value, out var merit) ? merit : null);
    }

    private static AxisScale Scale(string name, IReadOnlyCollection<TrialView> trials)
    {
        var values = trials.Where(trial => trial.Parameters.ContainsKey(name)).Select(trial => trial.Parameters[name]).ToArray();
        var numbers = values.Select(value => value.Number ?? double.NaN).ToArray();
        return AxisScale.Of(values, name == ParameterNames.LearningRate || numbers.Max() / numbers.Min() > WideRange, Numbers.Parameter);
    }

    // By rank among the different values, not by value: one trial that went wrong would else make all others look alike.
    private static Dictionary<double, double> Merits(double[] values, string goal)
    {
        var ranked = (goal == TrialRanking.Minimize ? values.Distinct().OrderDescending() : values.Distinct().Order()).ToArray();
        return ranked.Index().ToDictionary(rank => rank.Item, rank => ranked.Length == 1 ? 1 : rank.Index / (ranked.Length - 1.0));
    }
}

using System.Collections.Immutable;
using System.Globalization;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Coordinator.Scheduling;

/// <summary>
/// The median stopping rule: Golovin et al., "Google Vizier: A Service for Black-Box Optimization" (KDD 2017), section 3.2.2. A trial stops
/// after epoch s when its best value by then is strictly worse than the median of the completed trials' means over their first s epochs.
/// </summary>
/// <param name="how">When it begins.</param>
internal sealed class MedianScheduler(MedianTermination how) : IScheduler
{
    /// <inheritdoc/>
    public NeededCurves Needs => NeededCurves.Completed;

    /// <inheritdoc/>
    public string? WhyStop(CurveHistory history)
    {
        var epochs = history.Own.Length;
        if (epochs < how.MinIter || history.Completed.Length < how.MinTrials)
        {
            return null;
        }

        // NaN is as bad as can be: half of the others may have it.
        var worst = history.Metric.Goal == MetricGoal.Maximize ? double.NegativeInfinity : double.PositiveInfinity;
        var median = Median([.. history.Completed.Select(curve => Number(curve.Take(epochs).Average(), worst)).Order()]);
        var best = history.BestOf(epochs);
        return history.Metric.IsBetter(median, Number(best, worst))
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"below the median: its best {history.Metric.Name} of {epochs} epochs, {Numbers.Metric(history.Metric.Name, best)}, is worse than "
                + $"{Numbers.Metric(history.Metric.Name, median)}, the median of {history.Completed.Length} completed trials")
            : null;
    }

    private static double Number(double value, double worst) => double.IsNaN(value) ? worst : value;

    // Between two infinities of the same sign there is no middle, and none is needed.
    private static double Median(ImmutableArray<double> sorted)
    {
        var (low, high) = (sorted[(sorted.Length - 1) / 2], sorted[sorted.Length / 2]);
        return low == high ? low : (low + high) / 2;
    }
}

using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Coordinator.Scheduling;

/// <summary>What a running trial is judged by.</summary>
/// <param name="Metric">The sweep's metric.</param>
/// <param name="Own">The metric of each epoch that the trial has done; at least one.</param>
/// <param name="Completed">The same of the trials that have completed, where the scheduler needs them.</param>
internal sealed record CurveHistory(MetricSpec Metric, ImmutableArray<double> Own, ImmutableArray<ImmutableArray<double>> Completed)
{
    /// <summary>The trial's best value over its first epochs; NaN where all are.</summary>
    /// <param name="epochs">How many of them.</param>
    public double BestOf(int epochs)
    {
        var best = double.NaN;
        foreach (var value in Own.Take(epochs))
        {
            best = Metric.IsBetter(value, best) ? value : best;
        }

        return best;
    }
}

using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Search;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>What a search can learn from trials.</summary>
internal static class SweepObservations
{
    /// <summary>Those of the sweep that it began with, then its own trials by number, whatever the order in which they ended.</summary>
    public static IReadOnlyList<Observation> Of(SweepState state, MetricSpec metric) =>
        [.. state.WarmStart, .. state.Trials.Values.Select(trial => Of(trial, metric)).OfType<Observation>()];

    /// <summary>
    /// One trial; null for one that says nothing of its parameters, because it failed by itself or was cancelled. One that diverged, or
    /// completed without any value, is as bad as can be.
    /// </summary>
    public static Observation? Of(TrialView trial, MetricSpec metric) => trial.Status switch
    {
        TrialStatus.Failed or TrialStatus.Cancelled => null,
        TrialStatus.Diverged => new Observation(trial.Parameters, double.PositiveInfinity),
        _ when !trial.Status.IsFinal() => new Observation(trial.Parameters, null),
        _ when trial.Best is not { } best || double.IsNaN(best) => new Observation(trial.Parameters, double.PositiveInfinity),
        _ => new Observation(trial.Parameters, metric.Goal == MetricGoal.Minimize ? trial.Best : -trial.Best),
    };
}

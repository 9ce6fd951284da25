using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>A sweep's state as the API shows it.</summary>
internal static class SweepViews
{
    /// <summary>The summary of a submitted sweep.</summary>
    public static SweepView View(SweepState state, SweepSpec spec, int total, string folder)
    {
        var best = Best(state, spec.Metric);
        return new SweepView
        {
            Id = spec.Name,
            Status = SweepTransitions.Status(state, total),
            Method = Lower(spec.Method),
            Metric = spec.Metric.Name,
            Goal = Lower(spec.Metric.Goal),
            Trials = total,
            Ended = state.Trials.Finished,
            Failed = state.Trials.CountOf(TrialStatus.Failed) + state.Trials.CountOf(TrialStatus.Diverged),
            Stopped = state.Trials.CountOf(TrialStatus.Stopped),
            Reason = state.Closed,
            EpochsExpected = SweepEpochs.Expected(state, spec, total),
            BestTrial = best?.Number,
            BestValue = best?.Best,
            Data = state.Trials.Values.Select(trial => trial.Data).FirstOrDefault(data => data is not null) ?? "",
            Folder = folder,
            Created = state.Created,
            EndedAt = state.Ended,
        };
    }

    /// <summary>The trial with the best value of the metric, the earlier one of two equals; null before any has a value.</summary>
    public static TrialView? Best(SweepState state, MetricSpec metric)
    {
        TrialView? best = null;
        foreach (var trial in state.Trials.Values)
        {
            if (trial.Best is { } value && metric.IsBetter(value, best?.Best))
            {
                best = trial;
            }
        }

        return best;
    }

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}

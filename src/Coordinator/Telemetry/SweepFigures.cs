using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Sweeps;

namespace ResNet.Distributed.Coordinator.Telemetry;

/// <summary>A sweep at one moment, in numbers.</summary>
/// <param name="Trials">How many are in each state; those that were never started included.</param>
/// <param name="Best">The best trial so far; null before any has a value.</param>
/// <param name="EpochsDone">Epochs done by all trials.</param>
/// <param name="EpochsTotal">Epochs that all trials will have done, as far as can be told.</param>
/// <param name="Restarts">Attempts that followed one that was interrupted or failed.</param>
/// <param name="SecondsLeft">Estimated seconds to the end; null while unknown, and when it is over.</param>
internal sealed record SweepFigures(
    ImmutableSortedDictionary<TrialStatus, int> Trials, TrialView? Best, long EpochsDone, long EpochsTotal, long Restarts, double? SecondsLeft)
{
    /// <summary>Counts.</summary>
    /// <param name="state">The sweep.</param>
    /// <param name="plan">Its file.</param>
    public static SweepFigures Of(SweepState state, SweepPlan plan)
    {
        var epochsTotal = plan.Epochs(state);
        var counts = Enum.GetValues<TrialStatus>().ToDictionary(status => status, state.Trials.CountOf);
        var (epochsDone, restarts, seconds, epochsGivenUp) = (0L, 0L, 0.0, 0L);
        foreach (var trial in state.Trials.Values)
        {
            epochsDone += trial.EpochsDone;
            restarts += trial.Restarts;
            seconds += trial.Seconds;
            epochsGivenUp += trial.Status.IsFinal() ? trial.Epochs - trial.EpochsDone : 0;
        }

        counts[state.Cancelled ? TrialStatus.Cancelled : state.Closed is null ? TrialStatus.Pending : TrialStatus.Stopped] += plan.Total - state.Trials.Count;
        var expected = SweepEpochs.Expected(state, plan.Spec, plan.Total);
        var left = state.Ended is not null || state.Cancelled || state.Closed is not null
            ? null
            : TimeLeft((expected ?? epochsTotal - epochsGivenUp) - epochsDone, epochsDone, seconds, counts[TrialStatus.Running]);
        return new SweepFigures(counts.ToImmutableSortedDictionary(), SweepViews.Best(state, plan.Spec.Metric), epochsDone, expected ?? epochsTotal, restarts, left);
    }

    // As many trials at a time as now, each epoch as long as those before, restarts and all.
    private static double? TimeLeft(long epochs, long done, double seconds, int running) =>
        done == 0 || running == 0 ? null : epochs * (seconds / done) / running;
}

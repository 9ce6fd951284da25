using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Sweeps.Halving;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>How many epochs a sweep will have trained, where not all trials do all of theirs.</summary>
internal static class SweepEpochs
{
    /// <summary>
    /// An estimate: what is done, and what the trials under way and those to come will do before they pause; but no less than the least that
    /// the scheduler lets them do. Null where all trials run to their end.
    /// </summary>
    public static long? Expected(SweepState state, SweepSpec spec, int total)
    {
        if (spec.EarlyTerminate is not { } how)
        {
            return null;
        }

        if (state.Ended is not null || state.Closed is not null)
        {
            return state.Trials.Values.Sum(trial => (long)trial.EpochsDone);
        }

        var brackets = Brackets.Of(how, total, spec.MostEpochs);
        var known = state.Trials.Values.Sum(trial => (long)(trial.Status.IsFinal() || trial.Status == TrialStatus.AtRung
            ? trial.EpochsDone
            : Until(trial.Number, trial.EpochsDone, trial.Epochs)));
        var toCome = state.Trials.NotStarted(total).Sum(number => (long)Until(number, 0, spec.MostEpochs));
        var least = brackets.IsEmpty ? 0 : EpochBounds.Of(how, [.. Enumerable.Repeat(spec.MostEpochs, total)]).Least;
        return Math.Max(known + toCome, least);

        int Until(int trial, int done, int epochs) =>
            Brackets.RungsOf(brackets, trial, epochs).Where(rung => rung > done).Append(epochs).First();
    }
}

using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Scheduling;
using ResNet.Distributed.Coordinator.Trials;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>What happens to a sweep: pure functions from a state to the next.</summary>
internal static class SweepTransitions
{
    /// <summary>A trial told how it stands; older news than what is known changes nothing.</summary>
    /// <param name="state">The sweep.</param>
    /// <param name="trial">The news.</param>
    /// <param name="metric">What the sweep ranks by.</param>
    /// <param name="total">How many trials the sweep has in all.</param>
    /// <param name="now">Becomes the sweep's end when this was the last trial.</param>
    public static SweepState TrialChanged(SweepState state, TrialView trial, MetricSpec metric, int total, DateTimeOffset now)
    {
        if (state.Trials.TryGetValue(trial.Number, out var known) && known.Revision >= trial.Revision)
        {
            return state;
        }

        var next = state with
        {
            Trials = state.Trials.Set(trial),
            Began = state.Began ?? (trial.Attempt > 0 ? now : null),
            Rungs = IsNewAtRung(state, trial)
                ? state.Rungs.Add(new RungResult(trial.Number, trial.Rung!.Value, MetricNames.Of(trial.Last!, metric.Name) ?? double.NaN))
                : state.Rungs,
        };
        return EndIfOver(next, total, now);
    }

    /// <summary>The sweep ends with its last trial, and goes on when one does.</summary>
    public static SweepState EndIfOver(SweepState state, int total, DateTimeOffset now) =>
        state with { Ended = IsOver(state, total) ? state.Ended ?? now : null };

    /// <summary>Someone ends the sweep; trials that were never started stay so.</summary>
    public static SweepState Cancel(SweepState state, int total, DateTimeOffset now)
    {
        var next = state with { Cancelled = true };
        return next with { Ended = IsOver(next, total) ? state.Ended ?? now : null };
    }

    /// <summary>Someone takes it up again. It goes on with the first trial that is started or tried again; with none, it stays over.</summary>
    public static SweepState Resume(SweepState state, int total)
    {
        var next = state with { Cancelled = false };
        return next with { Ended = IsOver(next, total) ? state.Ended : null };
    }

    /// <summary>Its file asks for more trials than before. It goes on with them, unless it was cancelled.</summary>
    /// <param name="state">The sweep.</param>
    /// <param name="text">The new file.</param>
    /// <param name="total">How many trials the sweep has by it.</param>
    public static SweepState Extend(SweepState state, string text, int total)
    {
        var next = state with { Text = text, Kept = [.. state.Trials.Keys] };
        return next with { Ended = IsOver(next, total) ? state.Ended : null };
    }

    /// <summary>Trials are about to be started: each is suggested with all that is known by then, those before it included.</summary>
    public static SweepState Enter(SweepState state, SweepPlan plan, IEnumerable<int> numbers) => numbers.Aggregate(
        state, (next, number) => next with { Trials = next.Trials.Add(TrialViews.Pending(plan.Trial(number, next))) });

    /// <summary>Where the sweep stands.</summary>
    public static SweepStatus Status(SweepState state, int total)
    {
        if (!IsOver(state, total))
        {
            return SweepStatus.Running;
        }

        return state.Cancelled ? SweepStatus.Cancelled
            : state.Trials.CountOf(TrialStatus.Completed) > 0 || state.Trials.Values.Any(trial => trial is { Status: TrialStatus.Stopped, Best: not null })
                ? SweepStatus.Completed
            : SweepStatus.Failed;
    }

    /// <summary>The numbers of the trials to start now, so that at most <paramref name="window"/> are under way.</summary>
    public static IEnumerable<int> ToStart(SweepState state, int total, int window)
    {
        if (state.Cancelled || state.Closed is not null)
        {
            return [];
        }

        var underWay = SweepDecisions.UnderWay(state);
        return state.Trials.NotStarted(total).Take(Math.Max(0, window - underWay));
    }

    private static bool IsOver(SweepState state, int total) =>
        (state.Cancelled || state.Closed is not null || state.Trials.Count == total) && state.Trials.Finished == state.Trials.Count;

    private static bool IsNewAtRung(SweepState state, TrialView trial) =>
        trial is { Status: TrialStatus.AtRung, Rung: not null, Last: not null }
        && !state.Rungs.Any(result => result.Trial == trial.Number && result.Rung == trial.Rung);
}

using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Scheduling;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>
/// What the scheduler and the budgets decide: pure functions from a sweep's state to the next. A decision is part of the state, so that it is
/// saved before anyone acts on it, and acted on again by whoever takes the sweep up.
/// </summary>
internal static class SweepDecisions
{
    /// <summary>Everything that follows from how the sweep stands; the same state when nothing does.</summary>
    public static SweepState Decide(SweepState state, SweepPlan plan, DateTimeOffset now)
    {
        if (state.Cancelled || state.Ended is not null)
        {
            return state;
        }

        var next = state.Closed is null && SweepBudgets.WhyOver(state, plan.Spec, now) is { } reason ? state with { Closed = reason } : state;
        next = next.Closed is { } closed
            ? StopAll(next, closed)
            : next.Rungs.IsEmpty ? next : DecideRungs(next, plan);
        return ReferenceEquals(next, state) ? state : SweepTransitions.EndIfOver(next, plan.Total, now);
    }

    /// <summary>A trial is to stop.</summary>
    public static SweepState Stop(SweepState state, int trial, string reason) =>
        state.Stops.ContainsKey(trial) || state.Cancelled || state.Trials[trial].Status.IsFinal()
            ? state
            : state with { Stops = state.Stops.Add(trial, reason) };

    /// <summary>What a trial has to be told, because it does not do yet what was decided: the reason why it stops, or how it goes on from its rung.</summary>
    public static (string? Stop, Promotion? Promote) ToTell(SweepState state, int trial)
    {
        var known = state.Trials[trial];
        return known.Status.IsFinal() ? default
            : state.Stops.TryGetValue(trial, out var reason) ? (reason, null)
            : known.Status == TrialStatus.AtRung ? (null, state.Promotions.FirstOrDefault(promotion => promotion.Trial == trial && promotion.Rung == known.Rung))
            : default;
    }

    /// <summary>The trials about which something was decided between two states.</summary>
    public static IEnumerable<int> Decided(SweepState before, SweepState after) =>
        after.Promotions.Skip(before.Promotions.Length).Select(promotion => promotion.Trial)
            .Concat(after.Stops.Keys.Except(before.Stops.Keys));

    /// <summary>Trials that train, or wait for workers.</summary>
    public static int UnderWay(SweepState state)
    {
        var promoted = Promoted(state);
        return state.Trials.Unfinished.Count(trial => PhaseOf(state, trial, promoted) == TrialPhase.UnderWay) + state.Trials.CountOf(TrialStatus.Cancelled);
    }

    /// <summary>What a scheduler is given.</summary>
    public static RungHistory History(SweepState state, SweepPlan plan)
    {
        var promoted = Promoted(state);
        return new RungHistory
        {
            Metric = plan.Spec.Metric,
            Results = state.Rungs,
            Promotions = state.Promotions,
            ParametersOf = number => state.Trials[number].Parameters,
            Phases = [.. Enumerable.Range(1, plan.Total).Select(number =>
                state.Trials.TryGetValue(number, out var trial) ? PhaseOf(state, trial, promoted) : TrialPhase.NotStarted)],
        };
    }

    // As many as may be under way; the others are decided when one of those pauses or ends, by what is known then.
    private static SweepState DecideRungs(SweepState state, SweepPlan plan)
    {
        var room = (plan.Spec.MaxConcurrent ?? int.MaxValue) - UnderWay(state);
        var history = History(state, plan);
        for (; plan.Scheduler.Promote(history) is { } trial; room--)
        {
            if (room <= 0)
            {
                return WithPromotions(state, history);
            }

            history = history.After(new Promotion(trial, state.Trials[trial].Rung!.Value, history.Results.Length)
            {
                Exploit = plan.Scheduler.ExploitOf(history, trial),
            });
        }

        return plan.Scheduler.GivenUp(history).Aggregate(
            WithPromotions(state, history),
            (next, trial) => Stop(next, trial, FormattableString.Invariant($"not promoted from rung {next.Trials[trial].Rung}")));
    }

    private static SweepState WithPromotions(SweepState state, RungHistory history) =>
        state.Promotions.Length == history.Promotions.Length ? state : state with { Promotions = history.Promotions };

    private static SweepState StopAll(SweepState state, string reason) =>
        state.Trials.Unfinished.Aggregate(state, (next, trial) => Stop(next, trial.Number, reason));

    // A trial that is cancelled in a sweep that is not is about to be taken up again: nothing is to be decided without it.
    private static TrialPhase PhaseOf(SweepState state, TrialView trial, HashSet<(int Trial, int? Rung)> promoted) =>
        trial.Status == TrialStatus.Completed ? TrialPhase.Completed
        : trial.Status == TrialStatus.Cancelled ? TrialPhase.UnderWay
        : trial.Status.IsFinal() || state.Stops.ContainsKey(trial.Number) ? TrialPhase.Ended
        : trial.Status == TrialStatus.AtRung && !promoted.Contains((trial.Number, trial.Rung)) ? TrialPhase.Paused
        : TrialPhase.UnderWay;

    private static HashSet<(int Trial, int? Rung)> Promoted(SweepState state) =>
        [.. state.Promotions.Select(promotion => (promotion.Trial, (int?)promotion.Rung))];
}

using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Scheduling;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>Has a sweep's scheduler and budgets decide when something has happened, and its trials told. What is decided is in <see cref="SweepDecisions"/>.</summary>
/// <param name="sweep">The sweep.</param>
/// <param name="trials">Its trials.</param>
/// <param name="entry">Where it is closed when a decision ends it.</param>
/// <param name="time">For what is left of its time.</param>
internal sealed class SweepScheduling(LiveSweep sweep, SweepTrials trials, SweepEntry entry, TimeProvider time)
{
    /// <summary>Decides whether a running trial that has done another epoch is to stop.</summary>
    public async Task JudgeAsync(TrialView trial)
    {
        var needs = sweep.Plan!.Scheduler.Needs;
        if (needs == NeededCurves.None || trial is not { Status: TrialStatus.Running, EpochsDone: > 0 } || sweep.State.Stops.ContainsKey(trial.Number))
        {
            return;
        }

        var completed = needs == NeededCurves.Completed
            ? sweep.State.Trials.Values.Where(other => other.Status == TrialStatus.Completed).ToArray()
            : [];
        var curves = await Task.WhenAll(completed.Prepend(trial).Select(one => sweep.Curves!.OfAsync(new TrialId(sweep.Name, one.Number), one.EpochsDone)));
        if (sweep.Plan.Scheduler.WhyStop(new CurveHistory(sweep.Plan.Spec.Metric, curves[0], [.. curves.Skip(1)])) is { } reason)
        {
            sweep.State = SweepDecisions.Stop(sweep.State, trial.Number, reason);
        }
    }

    /// <summary>Decides what follows from how the sweep stands, and tells the trials that it is about.</summary>
    /// <param name="teller">A trial that is told what was decided about it, be it new or not; null: none.</param>
    public async Task DecideAsync(int? teller)
    {
        var before = sweep.State;
        sweep.State = SweepDecisions.Decide(sweep.State, sweep.Plan!, time.GetUtcNow());
        int[] told = [.. SweepDecisions.Decided(before, sweep.State).Union(teller is { } number ? [number] : [])];
        var isEnd = before.Ended is null && sweep.State.Ended is not null;
        await Task.WhenAll(told.Select(trials.TellAsync));
        if (isEnd)
        {
            await entry.EndAsync();
        }
    }
}

using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Coordinator.Scheduling;

namespace ResNet.Distributed.Coordinator.Tests.Scheduling;

/// <summary>A recorded order of results, given to a scheduler one by one.</summary>
internal sealed class Trace
{
    private readonly IScheduler _scheduler;

    public Trace(IScheduler scheduler, int trials, MetricGoal goal = MetricGoal.Maximize)
    {
        _scheduler = scheduler;
        History = new RungHistory
        {
            Metric = new MetricSpec(goal == MetricGoal.Maximize ? "test_accuracy" : "test_loss", goal),
            Phases = [.. Enumerable.Repeat(TrialPhase.UnderWay, trials)],
        };
    }

    public RungHistory History { get; private set; }

    /// <summary>A trial gets to a rung.</summary>
    /// <returns>Who goes on then, in the order of the decisions.</returns>
    public ImmutableArray<int> Arrive(int trial, int rung, double value)
    {
        History = History with
        {
            Results = History.Results.Add(new RungResult(trial, rung, value)),
            Phases = History.Phases.SetItem(trial - 1, TrialPhase.Paused),
        };
        return Decide();
    }

    /// <summary>A trial is over.</summary>
    public ImmutableArray<int> End(int trial, TrialPhase phase)
    {
        History = History with { Phases = History.Phases.SetItem(trial - 1, phase) };
        return Decide();
    }

    public int[] GivenUp() => [.. _scheduler.GivenUp(History)];

    private ImmutableArray<int> Decide()
    {
        var promoted = ImmutableArray.CreateBuilder<int>();
        while (_scheduler.Promote(History) is { } trial)
        {
            promoted.Add(trial);
            var rung = History.Results.Last(result => result.Trial == trial).Rung;
            History = History.After(new Promotion(trial, rung, History.Results.Length));
        }

        return promoted.ToImmutable();
    }
}

using ResNet.Distributed.Contracts.Sweeps.Halving;
using ResNet.Distributed.Coordinator.Scheduling;

namespace ResNet.Distributed.Coordinator.Tests.Scheduling;

public sealed class HyperbandSchedulerTests
{
    private static readonly HyperbandScheduler Scheduler = new([new Bracket(1, 6, [1, 3], 3), new Bracket(7, 3, [3], 3)]);

    [Fact]
    public void A_bracket_waits_for_all_its_trials_and_then_its_best_go_on_and_the_others_are_given_up()
    {
        var trace = new Trace(Scheduler, 9);
        for (var trial = 1; trial < 6; trial++)
        {
            Assert.Empty(trace.Arrive(trial, 1, trial / 10.0));
        }

        Assert.Empty(trace.GivenUp());
        Assert.Equal([5, 4], trace.Arrive(6, 1, 0.0));
        Assert.Equal([1, 2, 3, 6], trace.GivenUp().Order());
    }

    [Fact]
    public void A_trial_that_ended_early_keeps_nobody_waiting_and_leaves_its_place_empty()
    {
        var trace = new Trace(Scheduler, 9);
        foreach (var trial in new[] { 1, 2, 3, 4 })
        {
            trace.Arrive(trial, 1, trial / 10.0);
        }

        Assert.Empty(trace.End(5, TrialPhase.Ended));
        Assert.Equal([4, 3], trace.End(6, TrialPhase.Ended));
        Assert.Empty(trace.Arrive(4, 2, 0.1));
        Assert.Equal([3], trace.Arrive(3, 2, 0.2));
    }

    [Fact]
    public void Brackets_do_not_compete()
    {
        var trace = new Trace(Scheduler, 9);
        trace.Arrive(7, 1, 0.1);
        trace.Arrive(8, 1, 0.2);
        Assert.Equal([8], trace.Arrive(9, 1, 0.05));
        Assert.Empty(trace.Arrive(1, 1, 0.9));
    }

    [Fact]
    public void A_bracket_of_which_the_last_trials_are_missing_has_one_that_goes_on()
    {
        var trace = new Trace(new HyperbandScheduler([new Bracket(1, 2, [1, 3], 3)]), 2);
        trace.Arrive(1, 1, 0.1);
        Assert.Equal([2], trace.Arrive(2, 1, 0.3));
        Assert.Equal([2], trace.Arrive(2, 2, 0.2));
    }
}

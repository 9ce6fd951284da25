using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Sweeps.Halving;
using ResNet.Distributed.Coordinator.Scheduling;

namespace ResNet.Distributed.Coordinator.Tests.Scheduling;

public sealed class AshaSchedulerTests
{
    private static Trace Asha(int trials, MetricGoal goal = MetricGoal.Maximize) =>
        new(new AshaScheduler(new Bracket(1, trials, [1, 3], 3)), trials, goal);

    // By hand, after algorithm 2: at each line the sizes of the rungs, the best third of each, and who of those was not promoted before.
    [Fact]
    public void The_promotions_on_a_recorded_trace_are_those_computed_by_hand()
    {
        var trace = Asha(9);
        (int Trial, int Rung, double Value, int[] Promoted)[] events =
        [
            (1, 1, 0.10, []),      // 1 at rung 1: a third of 1 is nobody
            (2, 1, 0.30, []),      // 2
            (3, 1, 0.20, [2]),     // 3: the best is 2
            (4, 1, 0.40, [4]),     // 4: the best is 4 by now
            (5, 1, 0.05, []),      // 5: the best is 4, who has gone on
            (2, 2, 0.35, []),      // 1 at rung 2
            (6, 1, 0.25, []),      // 6: the best two are 4 and 2, who have gone on
            (7, 1, 0.22, []),      // 7
            (4, 2, 0.38, []),      // 2 at rung 2
            (8, 1, 0.28, []),      // 8
            (9, 1, 0.21, [8]),     // 9: the best three are 4, 2 and 8
            (8, 2, 0.50, [8]),     // 3 at rung 2: the best is 8
        ];

        Assert.All(events, e => Assert.Equal(e.Promoted, trace.Arrive(e.Trial, e.Rung, e.Value)));
        Assert.Empty(trace.GivenUp());
        Assert.Empty(trace.End(8, TrialPhase.Completed));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 9], trace.GivenUp());
    }

    [Fact]
    public void The_highest_rung_comes_first()
    {
        RungResult[] results = [new(1, 1, 0.9), new(2, 1, 0.8), new(3, 1, 0.7), new(4, 1, 0.95), new(1, 2, 0.9), new(2, 2, 0.8), new(3, 2, 0.7)];
        var history = new RungHistory
        {
            Metric = new MetricSpec("test_accuracy", MetricGoal.Maximize),
            Results = [.. results],
            Promotions = [new(1, 1, 3), new(2, 1, 3), new(3, 1, 3)],
            Phases = [.. Enumerable.Repeat(TrialPhase.Paused, 4), TrialPhase.UnderWay],
        };
        var asha = new AshaScheduler(new Bracket(1, 5, [1, 3], 3));

        Assert.Equal(1, asha.Promote(history));
        Assert.Equal(4, asha.Promote(history.After(new Promotion(1, 2, 7))));
    }

    [Fact]
    public void Of_two_equals_the_one_with_the_lower_number_goes_on_and_NaN_is_worse_than_anything()
    {
        var trace = Asha(9);
        Assert.Empty(trace.Arrive(5, 1, double.NaN));
        Assert.Empty(trace.Arrive(4, 1, 0.2));
        Assert.Equal([1], trace.Arrive(1, 1, 0.2));
    }

    /// <summary>A coordinator that dies makes one of three equals come last.</summary>
    [Theory]
    [InlineData(2, 3, 4)]
    [InlineData(3, 4, 2)]
    [InlineData(4, 2, 3)]
    public void Which_of_equals_goes_on_does_not_depend_on_who_comes_first(int first, int second, int third)
    {
        var trace = Asha(9);

        Assert.Empty(trace.Arrive(first, 1, 0.2));
        Assert.Empty(trace.Arrive(second, 1, 0.2));
        Assert.Equal([2], trace.Arrive(third, 1, 0.2));
    }

    [Fact]
    public void A_metric_to_be_minimized_is_ranked_the_other_way_round()
    {
        var trace = Asha(9, MetricGoal.Minimize);
        trace.Arrive(1, 1, 2.0);
        trace.Arrive(2, 1, double.NaN);
        Assert.Equal([3], trace.Arrive(3, 1, 1.0));
    }

    [Fact]
    public void A_trial_that_has_ended_is_not_promoted_and_its_result_still_counts()
    {
        var trace = Asha(9);
        trace.Arrive(1, 1, 0.9);
        trace.End(1, TrialPhase.Ended);
        trace.Arrive(2, 1, 0.8);
        Assert.Empty(trace.Arrive(3, 1, 0.7));
    }

    [Fact]
    public void When_nothing_new_can_come_the_best_goes_on_until_one_trial_is_trained_to_its_end()
    {
        var trace = Asha(2);
        Assert.Empty(trace.Arrive(1, 1, 0.5));
        Assert.Empty(trace.GivenUp());
        Assert.Equal([2], trace.Arrive(2, 1, 0.6));
        Assert.Equal([2], trace.Arrive(2, 2, 0.1));

        // It fails: the next best takes its place.
        Assert.Equal([1], trace.End(2, TrialPhase.Ended));
        Assert.Equal([1], trace.Arrive(1, 2, 0.3));
        Assert.Empty(trace.End(1, TrialPhase.Completed));
        Assert.Empty(trace.GivenUp());
    }
}

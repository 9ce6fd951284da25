using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Dashboard.Sweeps;

namespace ResNet.Distributed.Coordinator.Tests.Dashboard;

public sealed class TrialOrderTests
{
    private static readonly TrialView[] Trials =
    [
        Samples.Trial(1, best: 0.5, lr: 1e-3),
        Samples.Trial(2, lr: 1e-4),
        Samples.Trial(3, best: 0.9, lr: 1e-2),
        Samples.Trial(4, best: 0.5, lr: 1e-5),
    ];

    [Theory]
    [InlineData(false, new[] { 1, 4, 3, 2 })]
    [InlineData(true, new[] { 3, 1, 4, 2 })]
    public void A_trial_without_a_value_comes_last_either_way_and_equals_stay_in_order(bool descending, int[] expected) =>
        Assert.Equal(expected, new TrialOrder(new TrialColumn(TrialColumnKind.Best), descending).Sort(Trials).Select(trial => trial.Number));

    [Fact]
    public void Parameters_are_sorted_as_numbers() =>
        Assert.Equal([4, 2, 1, 3], new TrialOrder(new TrialColumn(TrialColumnKind.Parameter, "lr"), false).Sort(Trials).Select(trial => trial.Number));

    [Fact]
    public void A_second_click_turns_the_order_round_and_another_column_starts_anew()
    {
        var best = new TrialColumn(TrialColumnKind.Best);
        var order = TrialOrder.ByNumber.Toggle(best);

        Assert.Equal(new TrialOrder(best, false), order);
        Assert.Equal(new TrialOrder(best, true), order.Toggle(best));
        Assert.Equal(new TrialOrder(new TrialColumn(TrialColumnKind.Loss), false), order.Toggle(best).Toggle(new TrialColumn(TrialColumnKind.Loss)));
    }

    [Fact]
    public void Every_column_sorts_every_trial()
    {
        TrialView[] trials = [.. Trials, Samples.Trial(5, TrialStatus.Pending) with { Attempt = 0, Worker = null }];

        Assert.All(Enum.GetValues<TrialColumnKind>(), kind =>
            Assert.Equal(5, new TrialOrder(new TrialColumn(kind, "model"), true).Sort(trials).Select(trial => trial.Number).Distinct().Count()));
    }
}

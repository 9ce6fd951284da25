using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Dashboard.Curves;

namespace ResNet.Distributed.Coordinator.Tests.Dashboard;

public sealed class CurvePlotTests
{
    private static readonly CurveMetric Loss = CurveMetric.Named("train_loss");

    [Fact]
    public void Each_trial_of_a_small_sweep_has_a_colour_of_its_own_and_one_without_epochs_no_curve()
    {
        var plot = CurvePlot.Of(
            Samples.Snapshot(
                Samples.History(Samples.Trial(1), Samples.Epoch(0, loss: 3), Samples.Epoch(1, loss: 2)),
                Samples.History(Samples.Trial(2)),
                Samples.History(Samples.Trial(3), Samples.Epoch(0, loss: 4))),
            Loss);

        Assert.Equal([(1, 0), (3, 2)], plot.Curves.Select(curve => (curve.Trial, curve.Colour!.Value)));
        Assert.Equal([new CurvePoint(1, 3), new CurvePoint(2, 2)], plot.Curves[0].Points);
    }

    [Fact]
    public void Of_a_thousand_trials_the_best_have_colours_and_all_together_few_points()
    {
        var epochs = Enumerable.Range(0, 50).Select(epoch => Samples.Epoch(epoch, loss: 50 - epoch)).ToArray();
        var plot = CurvePlot.Of(
            Samples.Snapshot([.. Enumerable.Range(1, 1000).Select(n => Samples.History(Samples.Trial(n, best: n / 1000.0), epochs))]), Loss);

        Assert.Equal(1000, plot.Curves.Length);
        Assert.Equal(Enumerable.Range(991, 10), plot.Curves.Where(curve => curve.Colour is not null).Select(curve => curve.Trial));
        Assert.Equal(10, plot.Curves.Select(curve => curve.Colour).OfType<int>().Distinct().Count());
        Assert.InRange(plot.Curves.Sum(curve => curve.Points.Length), 1000, 14_000);
    }

    [Fact]
    public void Where_lower_is_better_the_lowest_have_colours()
    {
        var trials = Enumerable.Range(1, 40).Select(n => Samples.Trial(n, best: n)).ToArray();

        Assert.Equal(Enumerable.Range(1, 10), Spotlight.Choose(trials, "minimize", 10).Keys);
    }

    [Fact]
    public void Colours_are_never_shared() => Gen.Int[1, 500].HashSet[1, 60].Sample(numbers =>
    {
        var slots = Spotlight.Choose([.. numbers.Select(n => Samples.Trial(n, best: n))], "maximize", 10);

        Assert.Equal(Math.Min(10, numbers.Count), slots.Count);
        Assert.Equal(slots.Count, slots.Values.Distinct().Count());
        Assert.All(slots.Values, slot => Assert.InRange(slot, 0, 9));
    });

    [Fact]
    public void An_infinite_loss_is_left_out()
    {
        var points = CurvePlot.Points([Samples.Epoch(0, loss: 3), Samples.Epoch(1, loss: double.PositiveInfinity), Samples.Epoch(2, loss: double.NaN)], Loss);

        Assert.Equal([new CurvePoint(1, 3)], points);
    }

    [Fact]
    public void Every_metric_that_can_rank_can_be_shown() =>
        Assert.All(MetricNames.All, name => Assert.Equal(name, CurveMetric.Named(name).Name));
}

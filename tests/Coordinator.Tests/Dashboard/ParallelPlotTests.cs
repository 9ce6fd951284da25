using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Dashboard.Parallel;

namespace ResNet.Distributed.Coordinator.Tests.Dashboard;

public sealed class ParallelPlotTests
{
    [Fact]
    public void The_learning_rate_is_spread_by_its_logarithm_and_the_metric_comes_last()
    {
        var plot = ParallelPlot.Of(
            Samples.Sweep(), [Samples.Trial(1, best: 0.2, lr: 1e-4), Samples.Trial(2, best: 0.7, lr: 1e-3), Samples.Trial(3, best: 0.4, lr: 1e-2)]);

        Assert.Equal(["model", "lr", "test_accuracy"], plot.Axes.Select(axis => axis.Name));
        Assert.Equal(["1e-4", "0.001", "0.01"], plot.Axes[1].Ticks.Select(tick => tick.Label));
        Assert.Equal([0, 0.5, 1], plot.Axes[1].Ticks.Select(tick => Math.Round(tick.Position, 6)));
        Assert.Equal([1, 3, 2], plot.Lines.Select(line => line.Trial));
        Assert.Equal(["resnet18", "0.001", "0.7000"], plot.Lines[^1].Values);
        Assert.Equal([0, 0.5, 1], plot.Lines.Select(line => line.Merit!.Value));
        Assert.Equal((0.2, 0.7), (plot.Low, plot.High));
    }

    [Fact]
    public void Where_lower_is_better_the_lowest_has_the_highest_merit()
    {
        var plot = ParallelPlot.Of(Samples.Sweep("minimize", "train_loss"), [Samples.Trial(1, best: 3), Samples.Trial(2, best: 1)]);

        Assert.Equal([(1, 0), (2, 1)], plot.Lines.Select(line => (line.Trial, line.Merit!.Value)));
    }

    [Fact]
    public void A_trial_without_a_value_has_a_line_that_ends_before_the_metric()
    {
        var line = Assert.Single(ParallelPlot.Of(Samples.Sweep(), [Samples.Trial(1)]).Lines);

        Assert.Equal([0.5, 0.5, null], line.Positions);
        Assert.Null(line.Merit);
    }

    [Fact]
    public void Positions_are_on_the_axis_and_labels_never_touch() => Gen.Double[1e-6, 1].Array[1, 60].Sample(rates =>
    {
        TrialView[] trials = [.. rates.Select((lr, index) => Samples.Trial(index + 1, best: lr, lr: lr))];

        var plot = ParallelPlot.Of(Samples.Sweep(), trials);

        Assert.All(plot.Lines.SelectMany(line => line.Positions), position => Assert.InRange(position!.Value, 0, 1));
        Assert.All(plot.Axes.SelectMany(axis => axis.Ticks.Zip(axis.Ticks.Skip(1))), pair =>
            Assert.True(pair.Second.Position - pair.First.Position > 0.05));
    });

    [Fact]
    public void Names_are_categories_and_wide_ranges_logarithmic()
    {
        var one = Samples.Trial(1);
        TrialView[] trials =
        [
            one with { Parameters = one.Parameters.SetItem("model", ParameterValue.Of("resnet34")).SetItem("batch_size", ParameterValue.Of(16L)) },
            one with { Number = 2, Parameters = one.Parameters.SetItem("batch_size", ParameterValue.Of(1600L)) },
            one with { Number = 3, Parameters = one.Parameters.SetItem("batch_size", ParameterValue.Of(160L)) },
        ];

        var axes = ParallelPlot.Of(Samples.Sweep(), trials).Axes;

        Assert.Equal([new AxisTick(0, "resnet18"), new AxisTick(1, "resnet34")], axes[0].Ticks);
        Assert.Equal(["16", "160", "1600"], axes[2].Ticks.Select(tick => tick.Label));
        Assert.Equal(0.5, axes[2].Ticks[1].Position, 6);
    }

    [Fact]
    public void Many_values_get_round_ticks()
    {
        var plot = ParallelPlot.Of(
            Samples.Sweep(), [.. Enumerable.Range(0, 21).Select(n => Samples.Trial(n + 1, best: 0.1 + 0.04 * n, lr: Math.Pow(10, -5 + 0.15 * n)))]);

        Assert.Equal(["1e-5", "1e-4", "0.001", "0.01"], plot.Axes[1].Ticks.Select(tick => tick.Label));
        Assert.Equal(["0.2000", "0.4000", "0.6000", "0.8000"], plot.Axes[2].Ticks.Select(tick => tick.Label));
    }

    [Fact]
    public void A_line_passes_where_every_marked_stretch_has_it()
    {
        var line = new ParallelLine(1, [0.2, null, 0.9], ["", "", ""], 1);

        Assert.True(line.Passes(new Dictionary<int, Stretch>()));
        Assert.True(line.Passes(new Dictionary<int, Stretch> { [0] = new(0.1, 0.2), [2] = new(0.5, 1) }));
        Assert.False(line.Passes(new Dictionary<int, Stretch> { [0] = new(0.3, 1) }));
        Assert.False(line.Passes(new Dictionary<int, Stretch> { [1] = new(0, 1) }));
    }
}

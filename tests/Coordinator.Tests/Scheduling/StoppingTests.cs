using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Coordinator.Scheduling;

namespace ResNet.Distributed.Coordinator.Tests.Scheduling;

/// <summary>The schedulers that stop running trials.</summary>
public sealed class StoppingTests
{
    private static readonly MetricSpec Accuracy = new("test_accuracy", MetricGoal.Maximize);
    private static readonly MetricSpec Loss = new("test_loss", MetricGoal.Minimize);

    [Fact]
    public void Below_the_median_of_the_running_means_is_strictly_below()
    {
        // After two epochs the means of the others are 0.25, 0.375 and 0.625, whatever came later.
        ImmutableArray<ImmutableArray<double>> others = [[0.125, 0.375, 0.9], [0.25, 0.5, 0.4], [0.5, 0.75, 0.6]];
        var scheduler = new MedianScheduler(new MedianTermination(2, 3));

        Assert.Null(scheduler.WhyStop(new CurveHistory(Accuracy, [0.1, 0.375], others)));
        Assert.Contains("0.3700", scheduler.WhyStop(new CurveHistory(Accuracy, [0.37, 0.1], others)), StringComparison.Ordinal);
        Assert.Null(scheduler.WhyStop(new CurveHistory(Accuracy, [0.1], others)));
        Assert.Null(scheduler.WhyStop(new CurveHistory(Accuracy, [0.1, 0.1], others[..2])));
        Assert.NotNull(scheduler.WhyStop(new CurveHistory(Loss, [0.4, 0.38], others)));
        Assert.Null(scheduler.WhyStop(new CurveHistory(Loss, [0.4, 0.375], others)));
    }

    [Theory]
    [InlineData(0.1, double.NaN, false)]
    [InlineData(double.NaN, double.NaN, false)]
    [InlineData(double.NaN, 0.1, true)]
    public void NaN_is_the_worst_of_means_and_nothing_is_worse_than_it(double own, double other, bool stops)
    {
        var history = new CurveHistory(Accuracy, [own], [[double.NaN], [other], [0.3]]);

        Assert.Equal(stops, new MedianScheduler(new MedianTermination(1, 1)).WhyStop(history) is not null);
    }

    [Theory]
    [InlineData(new[] { 0.1, 0.2, 0.2, 0.2 }, true)]
    [InlineData(new[] { 0.1, 0.2, 0.2 }, false)]
    [InlineData(new[] { 0.1, 0.2, 0.2, 0.21 }, true)]
    [InlineData(new[] { 0.1, 0.2, 0.2, 0.26 }, false)]
    [InlineData(new[] { double.NaN, double.NaN }, true)]
    [InlineData(new[] { double.NaN, 0.1 }, false)]
    public void Patience_ends_after_two_epochs_without_becoming_better_by_more_than_a_twentieth(double[] curve, bool stops)
    {
        var scheduler = new PatienceScheduler(new PatienceTermination(2, 0.05));

        Assert.Equal(stops, scheduler.WhyStop(new CurveHistory(Accuracy, [.. curve], [])) is not null);
        Assert.Equal(stops, scheduler.WhyStop(new CurveHistory(Loss, [.. curve.Select(value => 1 - value)], [])) is not null);
    }

    [Theory]
    [InlineData(new[] { 0.1 }, false)]
    [InlineData(new[] { 0.1, 0.4 }, true)]
    [InlineData(new[] { 0.5, 0.1 }, false)]
    [InlineData(new[] { 0.1, 0.4, 0.9 }, true)]
    [InlineData(new[] { double.NaN, double.NaN }, true)]
    public void The_threshold_is_looked_at_after_its_epoch_whenever_that_is_heard_of(double[] curve, bool stops) =>
        Assert.Equal(stops, new ThresholdScheduler(new ThresholdTermination(0.5, 2)).WhyStop(new CurveHistory(Accuracy, [.. curve], [])) is not null);
}

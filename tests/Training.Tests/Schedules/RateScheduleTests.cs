using ResNet.Distributed.Training.Schedules;

namespace ResNet.Distributed.Training.Tests.Schedules;

public sealed class RateScheduleTests
{
    // By PyTorch 1.13: OneCycleLR(total_steps=10) and CosineAnnealingLR(T_max=10) with a rate of 0.1.
    private static readonly double[] OneCycle =
    [
        0.004, 0.052, 0.1, 0.0950484632013, 0.081174565395, 0.0611262021936, 0.0388741978064, 0.018825834605, 0.00495193679865, 4e-07,
    ];

    private static readonly double[] Cosine =
    [
        0.1, 0.0975528258148, 0.0904508497187, 0.0793892626146, 0.0654508497187, 0.05, 0.0345491502813, 0.0206107373854, 0.00954915028125,
        0.00244717418524,
    ];

    [Fact]
    public void OneCycleAndCosineAreAsInPyTorch()
    {
        AssertRates(OneCycle, new RateSchedule { Name = "one_cycle" }, epochs: 5);
        AssertRates(Cosine, new RateSchedule { Name = "cosine" }, epochs: 5);
    }

    [Fact]
    public void AStepIsATenthAtHalfAndAHundredthAtThreeQuarters() =>
        AssertRates([0.1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.001, 0.001], new RateSchedule { Name = "step" }, epochs: 4);

    [Fact]
    public void AWarmUpRisesEvenlyAndIsFollowedByTheSchedule()
    {
        AssertRates([0.02, 0.04, 0.06, 0.08, 0.1, 0.1], new RateSchedule { Name = "warmup", WarmupEpochs = 2 }, epochs: 3);
        AssertRates([0.02, 0.04, 0.06, 0.08, 0.1, 0.05], new RateSchedule { Name = "cosine", WarmupEpochs = 2 }, epochs: 3);
        AssertRates([0.1 / 11, 0.2 / 11], new RateSchedule { Name = "warmup" }, epochs: 1);
    }

    [Fact]
    public void AConstantRateIsTheRateToTheBit()
    {
        Assert.All(Enumerable.Range(0, 100), step => Assert.Equal(2e-5, RateSchedule.Constant.At(2e-5, step, 10, 10)));
        Assert.True(new RateSchedule { WarmupEpochs = 0 }.IsConstant);
        Assert.False(new RateSchedule { WarmupEpochs = 1 }.IsConstant);
    }

    [Theory]
    [InlineData("constant")]
    [InlineData("cosine")]
    [InlineData("step")]
    [InlineData("one_cycle")]
    [InlineData("warmup")]
    public void EveryRateIsAShareOfTheHighest(string name)
    {
        foreach (var epochs in new[] { 1, 2, 7 })
        {
            Assert.All(
                Enumerable.Range(0, 3 * epochs),
                step => Assert.InRange(new RateSchedule { Name = name }.At(0.1, step, 3, epochs), 0.1 / 300_000, 0.1 + 1e-12));
        }
    }

    [Fact]
    public void WhatIsWrongIsSaid()
    {
        Assert.Contains("'linear'; expected one of constant, cosine", Assert.Single(new RateSchedule { Name = "linear" }.Faults()));
        Assert.Contains("warm-up epochs are -1", Assert.Single(new RateSchedule { WarmupEpochs = -1 }.Faults()));
        Assert.Contains("rises by itself", Assert.Single(new RateSchedule { Name = "one_cycle", WarmupEpochs = 1 }.Faults()));
    }

    // Epochs of two steps.
    private static void AssertRates(double[] expected, RateSchedule schedule, int epochs) =>
        Assert.All(expected.Index(), rate => Assert.Equal(rate.Item, schedule.At(0.1, rate.Index, 2, epochs), 1e-12));
}

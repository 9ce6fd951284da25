using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Contracts.Tests.Sweeps;

/// <summary>One thing wrong in a sweep of <c>method: pbt</c>.</summary>
public class FaultyPopulationTests
{
    private const string Sound = "method: pbt\nrun_cap: 4\nparameters:\n  lr: { min: 0.001, max: 1 }\n";

    [Theory]
    [InlineData("pbt: 2", 5, "pbt", "2", "a mapping, such as { interval: 2")]
    [InlineData("pbt: { intervall: 2 }", 5, "pbt.intervall", "intervall", "did you mean 'interval'?")]
    [InlineData("pbt: { interval: 0 }", 5, "pbt.interval", "0", "a whole number from 1 to 100000")]
    [InlineData("pbt: { interval: 10 }", 5, "pbt.interval", "10", "less than the epochs of the trials (10)")]
    [InlineData("pbt: { quantile: 0 }", 5, "pbt.quantile", "0", "a number above 0 and at most 0.5")]
    [InlineData("pbt: { quantile: 0.6 }", 5, "pbt.quantile", "0.6", "a number above 0 and at most 0.5")]
    [InlineData("pbt: { resample: 1.1 }", 5, "pbt.resample", "1.1", "a number from 0 to 1")]
    [InlineData("  model: { values: [resnet18, resnet34] }", 5, "parameters.model", "{ values: [resnet18, resnet34] }", "take over each other's weights")]
    [InlineData("  epochs: { values: [10, 20] }", 5, "parameters.epochs", "{ values: [10, 20] }", "a single value")]
    [InlineData("  epochs: { min: 4, max: 9 }", 5, "parameters.epochs", "{ distribution: int_uniform, min: 4, max: 9 }", "a single value")]
    [InlineData("  epochs: { value: 2 }", 1, "method", "pbt", "trials of more than 2 epochs (pbt.interval)")]
    [InlineData("early_terminate: { type: median }", 5, "early_terminate", "{ type: median }", "none: with method pbt")]
    [InlineData("warm_start: other", 5, "warm_start", "other", "tpe alone learns from other trials")]
    public void AKeyIsRefused(string rest, int line, string key, string value, string expected) =>
        Faults.AssertOnly(Sound + rest + "\n", line, key, value, expected);

    [Theory]
    [InlineData("run_cap: 4", "run_cap: 1", 2, "run_cap", "1", "a whole number from 2 to 1000: it is the size of the population")]
    [InlineData("run_cap: 4", "run_cap: 1001", 2, "run_cap", "1001", "from 2 to 1000")]
    [InlineData("run_cap: 4\n", "", 1, "run_cap", "", "the number of trials: method pbt has no end")]
    [InlineData("lr: { min: 0.001, max: 1 }", "batch_size: { values: [2, 4] }", 3, "parameters", "", "one at least of lr, weight_decay, momentum")]
    public void WhatAPopulationNeedsIsAskedFor(string found, string replacement, int line, string key, string value, string expected) =>
        Faults.AssertOnly(Sound.Replace(found, replacement), line, key, value, expected);

    [Fact]
    public void WithoutAWordItIsTheUsualOne()
    {
        var spec = SweepFile.Parse(Sound, "s");

        Assert.Equal((SearchMethod.Pbt, 4L, new PopulationSpec(2, 0.25, 0.25)), (spec.Method, spec.Trials, spec.Population));
        Assert.Equal(spec, SweepFile.Parse(Sound + "pbt: { interval: 2 }", "s"));
        Assert.Equal("{ interval: 2, quantile: 0.25, resample: 0.25 }", $"{spec.Population}");
    }

    [Fact]
    public void ItsSettingsBelongToWhatTheSweepMeans() => Assert.Equal(
        ["pbt: was { interval: 2, quantile: 0.25, resample: 0.25 }, now { interval: 3, quantile: 0.25, resample: 0.25 }"],
        SweepDifference.Between(SweepFile.Parse(Sound, "s"), SweepFile.Parse(Sound + "pbt: { interval: 3 }", "s")));

    [Fact]
    public void APopulationDoesNotGrow() =>
        Assert.False(SweepExtension.IsExtension(SweepFile.Parse(Sound, "s"), SweepFile.Parse(Sound.Replace("run_cap: 4", "run_cap: 5"), "s")));
}

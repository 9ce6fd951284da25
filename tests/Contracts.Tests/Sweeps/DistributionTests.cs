using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Tests.Sweeps;

/// <summary>W&amp;B's distributions, as they are read and as they are written.</summary>
public class DistributionTests
{
    [Theory]
    [InlineData("lr", "{ distribution: q_uniform, min: 0.1, max: 0.9, q: 0.2 }")]
    [InlineData("lr", "{ distribution: q_log_uniform_values, min: 0.001, max: 0.1, q: 0.001 }")]
    [InlineData("lr", "{ distribution: inv_log_uniform_values, min: 0.001, max: 0.1 }")]
    [InlineData("lr", "{ distribution: normal, mu: 0.1, sigma: 0.05 }")]
    [InlineData("lr", "{ distribution: log_normal, mu: -7, sigma: 1.5 }")]
    [InlineData("batch_size", "{ distribution: q_uniform, min: 32, max: 256, q: 32 }")]
    [InlineData("batch_size", "{ distribution: q_log_uniform_values, min: 16, max: 512, q: 16 }")]
    [InlineData("batch_size", "{ distribution: int_uniform, min: 16, max: 512 }")]
    [InlineData("weight_decay", "{ distribution: uniform, min: 0, max: 0.1 }")]
    [InlineData("weight_decay", "{ values: [0, 0.0005], probabilities: [0.25, 0.75] }")]
    [InlineData("label_smoothing", "{ value: 0 }")]
    [InlineData("lr_schedule", "{ values: [constant, one_cycle] }")]
    [InlineData("augmentation", "{ value: crop_flip }")]
    public void ADomainReadsBackAsItself(string parameter, string domain)
    {
        var read = Read(parameter, domain);
        Assert.Equal(domain, $"{read}");
        Assert.Equal(read, Read(parameter, $"{read}"));
    }

    [Theory]
    [InlineData("batch_size", "{ distribution: q_uniform, min: 30, max: 256 }", "{ distribution: q_uniform, min: 30, max: 256, q: 1 }")]
    [InlineData("lr", "{ distribution: q_uniform, min: 1, max: 5 }", "{ distribution: q_uniform, min: 1, max: 5, q: 1 }")]
    [InlineData("lr", "{ distribution: normal }", "{ distribution: normal, mu: 0, sigma: 1 }")]
    [InlineData("momentum", "{ distribution: log_normal, sigma: 2 }", "{ distribution: log_normal, mu: 0, sigma: 2 }")]
    [InlineData("epochs", "{ min: 1, max: 5 }", "{ distribution: int_uniform, min: 1, max: 5 }")]
    [InlineData("weight_decay", "{ min: 0, max: 1 }", "{ distribution: uniform, min: 0, max: 1 }")]
    public void WhatIsNotSaidIsAsInWandb(string parameter, string said, string meant) => Assert.Equal(meant, $"{Read(parameter, said)}");

    [Theory]
    [InlineData("lr", "{ distribution: q_uniform, min: 0.05, max: 0.95, q: 0.1 }", 1, 9)]
    [InlineData("lr", "{ distribution: q_uniform, min: 0.3, max: 0.9, q: 0.1 }", 3, 9)]
    [InlineData("weight_decay", "{ distribution: q_uniform, min: 0, max: 1, q: 0.25 }", 0, 4)]
    [InlineData("lr", "{ distribution: q_uniform, min: 1.0e-30, max: 1, q: 0.5 }", 1, 2)]
    [InlineData("batch_size", "{ distribution: q_uniform, min: 33, max: 129, q: 32 }", 2, 4)]
    [InlineData("seed", "{ distribution: q_uniform, min: 1, max: 9223372036854775807, q: 4611686018427387904 }", 1, 1, true)]
    public void TheMultiplesAreThoseInTheRange(string parameter, string domain, long first, long last, bool refused = false)
    {
        if (refused)
        {
            Assert.Throws<SweepFileException>(() => Read(parameter, domain));
            return;
        }

        var range = Assert.IsType<QuantizedRange>(Read(parameter, domain));
        Assert.Equal((first, last), (range.First, range.Last));
    }

    [Fact]
    public void AMultipleIsTheNumberAsItIsWritten()
    {
        var range = Assert.IsType<QuantizedRange>(Read("lr", "{ distribution: q_uniform, min: 0.1, max: 0.9, q: 0.1 }"));
        Assert.Equal(ParameterValue.Of(0.3), range.Times(3));
        Assert.NotEqual(0.3, 3 * 0.1);
    }

    [Fact]
    public void ProbabilitiesAreInTheOrderOfTheValues()
    {
        var list = Assert.IsType<ListedValues>(Read("optimizer", "{ values: [sgd, adam], probabilities: [0.9, 0.1] }"));
        Assert.Equal([0.9, 0.1], list.Probabilities);
        Assert.NotEqual(list, Read("optimizer", "{ values: [sgd, adam], probabilities: [0.1, 0.9] }"));
        Assert.NotEqual(list, Read("optimizer", "{ values: [sgd, adam] }"));
    }

    private static ParameterDomain Read(string parameter, string domain) => SweepFile
        .Parse($"method: random\nrun_cap: 1\nparameters:\n  {parameter}: {domain}\n  {(parameter == "optimizer" ? "" : "optimizer: { value: sgd }")}", "x")
        .Parameters.First(p => p.Key == parameter).Value;
}

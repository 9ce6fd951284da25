using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Search;
using ResNet.Distributed.Coordinator.Sweeps;

namespace ResNet.Distributed.Coordinator.Tests.Sweeps;

public sealed class TrialSpecsTests
{
    [Theory]
    [InlineData("", TrainingPrecision.Fp32)]
    [InlineData("precision: tf32", TrainingPrecision.Tf32)]
    [InlineData("precision: bf16", TrainingPrecision.Bf16)]
    public void A_trial_computes_in_its_sweeps_precision(string line, TrainingPrecision expected)
    {
        var sweep = SweepFile.Parse($"method: grid\nparameters: {{}}\n{line}\n", "s.yaml");

        Assert.Equal(expected, TrialSpecs.Of(sweep, 1, new GridSearch(sweep).Suggest(1, []), Guid.Empty).Precision);
    }
}

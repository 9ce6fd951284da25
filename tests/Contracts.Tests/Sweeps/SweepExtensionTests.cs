using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Contracts.Tests.Sweeps;

public class SweepExtensionTests
{
    private const string Grid = "method: grid\nparameters:\n  model: { value: resnet18 }\n  lr: { values: [0.1, 0.01] }\n";
    private const string Random = "method: random\nrun_cap: 5\nparameters:\n  lr: { min: 0.1, max: 1 }\n";

    [Theory]
    [InlineData(Grid, "0.01]", "0.01, 0.001]", true)]
    [InlineData(Grid, "[0.1, 0.01]", "[0.001, 0.01, 0.1]", true)]
    [InlineData(Grid, "value: resnet18", "values: [resnet34, resnet18]", true)]
    [InlineData(Grid, "value: resnet18", "value: resnet34", false)]
    [InlineData(Grid, "[0.1, 0.01]", "[0.1, 0.001, 0.0001]", false)]
    [InlineData(Grid, "[0.1, 0.01]", "[0.1]", false)]
    [InlineData(Grid, "0.01] }", "0.01, 0.001] }\n  seed: { value: 1 }", false)]
    [InlineData(Grid, "method: grid", "method: grid\nrun_cap: 1", false)]
    [InlineData(Grid, "method: grid", "method: random\nrun_cap: 9", false)]
    [InlineData(Random, "run_cap: 5", "run_cap: 6", true)]
    [InlineData(Random, "run_cap: 5", "run_cap: 4", false)]
    [InlineData(Random, "run_cap: 5", "run_cap: 6\nseed: 1", false)]
    [InlineData(Random, "run_cap: 5\nparameters:\n  lr: { min: 0.1", "run_cap: 6\nparameters:\n  lr: { min: 0.01", false)]
    public void MoreOfTheSameIsAnExtension(string file, string found, string replacement, bool isOne) =>
        Assert.Equal(isOne, SweepExtension.IsExtension(SweepFile.Parse(file, "s"), SweepFile.Parse(file.Replace(found, replacement), "s")));

    [Fact]
    public void TheSameIsNone() => Assert.False(SweepExtension.IsExtension(SweepFile.Parse(Grid, "s"), SweepFile.Parse(Grid, "s")));
}

using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Contracts.Tests.Sweeps;

public class SweepDifferenceTests
{
    private const string Grid = "method: grid\nparameters:\n  model: { values: [resnet18, resnet34] }\n  lr: { values: [0.1, 0.01] }\n";

    [Theory]
    [InlineData("# said otherwise\nparameters:\n  epochs: { value: 10 }\n  model:\n    values:\n    - resnet18\n    - 'resnet34'\n"
        + "  lr: {distribution: categorical, values: [1e-1, 1.0e-2]}\nmethod: grid\nseed: 0\nmax_failures: 3\n")]
    [InlineData("""{"method":"grid","parameters":{"model":{"values":["resnet18","resnet34"]},"lr":{"values":[0.1,0.01]}}}""")]
    public void TheSameMeaningHasNoDifference(string text)
    {
        var (old, now) = (SweepFile.Parse(Grid, "s"), SweepFile.Parse(text, "s"));
        Assert.Empty(SweepDifference.Between(old, now));
        Assert.Equal(old, now);
        Assert.Equal(old.GetHashCode(), now.GetHashCode());
    }

    [Theory]
    [InlineData("0.01]", "0.02]", "parameters.lr: was { values: [0.1, 0.01] }, now { values: [0.1, 0.02] }")]
    [InlineData("0.1, 0.01", "0.01, 0.1", "parameters.lr: was { values: [0.1, 0.01] }, now { values: [0.01, 0.1] }")]
    [InlineData("[0.1, 0.01]", "[0.1]", "parameters.lr: was { values: [0.1, 0.01] }, now { value: 0.1 }", "order of parameters: was model, lr, now model")]
    [InlineData("method: grid", "name: other\nmethod: grid", "name: was s, now other")]
    [InlineData("method: grid", "method: grid\nrun_cap: 2", "run_cap: was none, now 2")]
    [InlineData("method: grid", "method: grid\nseed: 7", "seed: was 0, now 7")]
    [InlineData("method: grid", "method: grid\nearly_terminate: {type: asha}\ntime_budget: 2h\nmax_concurrent: 2\ntarget: 0.9\npriority: 1",
        "early_terminate: was none, now { type: asha, min_iter: 1, eta: 3 }", "time_budget: was none, now 7200", "max_concurrent: was none, now 2",
        "target: was none, now 0.9", "priority: was 0, now 1")]
    [InlineData("method: grid", "method: grid\nmax_failures: 0", "max_failures: was 3, now 0")]
    [InlineData("method: grid", "method: grid\ntrain_limit: 9", "train_limit: was none, now 9")]
    [InlineData("method: grid", "method: grid\ntest_limit: 9", "test_limit: was none, now 9")]
    [InlineData("method: grid", "method: grid\ncheckpoint_interval: 5", "checkpoint_interval: was 60, now 5")]
    [InlineData("method: grid", "method: grid\nprecision: bf16", "precision: was fp32, now bf16")]
    [InlineData("method: grid", "method: grid\nprecision: tf32", "precision: was fp32, now tf32")]
    [InlineData("method: grid", "method: grid\nmetric: {goal: minimize}", "metric: was maximize test_accuracy, now minimize test_accuracy")]
    [InlineData("  lr:", "  seed: { value: 3 }\n  lr:", "parameters.seed: was none, now { value: 3 }")]
    [InlineData("method: grid", "method: random\nrun_cap: 4", "method: was grid, now random", "run_cap: was none, now 4",
        "order of parameters: was model, lr, now any")]
    public void EachChangedKeyIsALine(string found, string replacement, params string[] lines) =>
        Assert.Equal(lines, SweepDifference.Between(SweepFile.Parse(Grid, "s"), SweepFile.Parse(Grid.Replace(found, replacement), "s")));

    [Theory]
    [InlineData("grid", false)]
    [InlineData("random", true)]
    public void TheOrderOfParametersNumbersAGridsTrialsOnly(string method, bool same)
    {
        const string model = "  model: { values: [resnet18, resnet34] }\n";
        const string rate = "  lr: { values: [0.1, 0.01] }\n";
        var old = SweepFile.Parse($"method: {method}\nrun_cap: 3\nparameters:\n{model}{rate}", "s");
        var now = SweepFile.Parse($"method: {method}\nrun_cap: 3\nparameters:\n{rate}{model}", "s");
        Assert.Equal(same, old == now);
    }
}

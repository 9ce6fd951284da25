using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Contracts.Tests.Sweeps;

public class AllFaultsAtOnceTests
{
    private const string Text = """
        name: My Sweep
        method: random
        metric: { name: accuracy }
        parameters:
          model: { values: [resnet18, resnet50] }
          lr: { distribution: log_uniform_values, min: 0, max: ten }
          bach_size: { value: 128 }
          epochs: *e
        seed: 1
        seed: 2
        workers_per_trial: none
        """;

    [Fact]
    public void EveryFaultIsNamedInTheOrderOfItsLine()
    {
        var faults = Faults.Of(Text);
        Assert.Equal(
            [
                (1, "name"), (2, "run_cap"), (3, "metric.name"), (5, "parameters.model.values[1]"), (6, "parameters.lr.min"),
                (6, "parameters.lr.max"), (7, "parameters.bach_size"), (8, "parameters.epochs"), (10, "seed"), (11, "workers_per_trial"),
            ],
            faults.Select(f => (f.Line, f.Key)));
    }

    [Fact]
    public void TheMessageNamesTheFileAndEachFault()
    {
        var message = Assert.Throws<SweepFileException>(() => SweepFile.Parse(Text, "my.yaml")).Message;
        Assert.StartsWith("my.yaml: 10 faults\n", message);
        Assert.Contains(
            "line 7: parameters.bach_size: found 'bach_size', expected model, lr, batch_size, epochs, seed, optimizer, weight_decay, momentum, lr_schedule, lr_warmup_epochs, augmentation or "
            + "label_smoothing; did you mean 'batch_size'?",
            message);
    }

    [Fact]
    public void JsonHasLinesToo()
    {
        const string json = "{\n\t\"method\": \"grid\",\n\t\"parameters\": {\n\t\t\"lr\": {\"values\":[0.1,\n\"x\"]},\n\t\t\"epochs\": {\"value\": 1.0}\n\t}\n}";
        Assert.Equal(
            [(5, "parameters.lr.values[1]", "x"), (6, "parameters.epochs.value", "1.0")],
            Faults.Of(json).Select(f => (f.Line, f.Key, f.Value)));
    }
}

using ResNet.Distributed.AppHost.Reproduction;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Launching;

namespace ResNet.Distributed.AppHost.Tests.Reproduction;

public sealed class ReproductionTests : IDisposable
{
    private static readonly ReproduceOptions Options = new() { Model = "resnet34", Epochs = 3, Seed = 7, TrainLimit = 384 };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_sweep_is_the_script()
    {
        var name = ReproduceSweep.Name(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), 99);
        var spec = SweepFile.Parse(ReproduceSweep.Text(name, Options), "reproduce");

        Assert.Equal("reproduce-20260102-030405-99", spec.Name);
        Assert.Equal(TrainingRecipe.Script, spec.Recipe);
        Assert.Equal((384, 0), (spec.TrainLimit, spec.MaxFailures));
        var values = spec.Parameters.ToDictionary(p => p.Key, p => Assert.Single(Assert.IsType<ListedValues>(p.Value).Values));
        Assert.Equal("resnet34", values["model"].Text);
        Assert.Equal(2e-5, values["lr"].Number);
        Assert.Equal(128, values["batch_size"].Integer);
        Assert.Equal(3, values["epochs"].Integer);
        Assert.Equal(7, values["seed"].Integer);
    }

    [Fact]
    public void Without_options_nothing_is_limited_or_seeded()
    {
        var spec = SweepFile.Parse(ReproduceSweep.Text("r", new() { Model = "resnet18", Epochs = 63 }), "reproduce");

        Assert.Null(spec.TrainLimit);
        Assert.Null(spec.Seed);
        Assert.DoesNotContain(spec.Parameters, p => p.Key == "seed");
    }

    [Fact]
    public void Each_epoch_is_printed_once_and_in_order()
    {
        var lines = new List<string>();
        var printer = new ScriptPrinter(lines.Add);

        printer.Print([Views.Epoch(0)]);
        printer.Print([Views.Epoch(0)]);
        printer.Print([Views.Epoch(2), Views.Epoch(0)]);
        printer.Print([Views.Epoch(2), Views.Epoch(1), Views.Epoch(0)]);

        Assert.Equal(
            [
                "epoch: 0 train_loss: 2.5 ;accuracy: 0.25 ;test_accuracy: 0.12",
                "epoch: 1 train_loss: 1.5 ;accuracy: 0.25 ;test_accuracy: 0.25",
                "epoch: 2 train_loss: 0.5 ;accuracy: 0.25 ;test_accuracy: 0.38",
            ],
            lines);
    }

    [Fact]
    public void The_trace_is_handed_over_whole()
    {
        Directory.CreateDirectory(_folder["sweep/trials/1"]);
        File.WriteAllText(_folder["sweep/trials/1/trace.json"], "{}");
        File.WriteAllText(_folder["t.json"], "older and longer");

        TraceFile.Copy(_folder["sweep"], _folder["t.json"]);

        Assert.Equal("{}", File.ReadAllText(_folder["t.json"]));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_missing_trace_leaves_the_old_file_alone()
    {
        Directory.CreateDirectory(_folder["sweep"]);
        File.WriteAllText(_folder["t.json"], "old");

        Assert.Throws<LaunchException>(() => TraceFile.Copy(_folder["sweep"], _folder["t.json"]));

        Assert.Equal("old", File.ReadAllText(_folder["t.json"]));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }
}

using ResNet.Distributed.AppHost.Models;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Launching;

namespace ResNet.Distributed.AppHost.Tests.Models;

public sealed class FolderModelsTests : IDisposable
{
    private const string Results = """
        {
          "sweep": "lr", "status": "completed", "metric": "test_accuracy", "goal": "maximize", "data": "cifar-10", "best_trial": 2,
          "trials": [
            { "trial": 1, "parameters": { "lr": 0.1, "model": "resnet18" }, "state": "diverged", "epochs_done": 0, "best": null, "checkpoint": null },
            { "trial": 2, "parameters": { "lr": 0.01, "model": "resnet18" }, "state": "completed", "epochs_done": 1, "best": 0.5,
              "data": "cifar-10", "checkpoint": "trials/2/checkpoints/best-epoch-0000.safetensors" },
            { "trial": 3, "parameters": { "lr": 0.001 }, "state": "running", "best": "NaN", "checkpoint": "trials/3/checkpoints/best-epoch-0000.safetensors" }
          ]
        }
        """;

    private readonly TemporaryFolder _runs = new();

    public FolderModelsTests()
    {
        Directory.CreateDirectory(_runs["lr/trials/2/checkpoints"]);
        File.WriteAllText(_runs["lr/results.json"], Results);
        File.WriteAllText(_runs["lr/trials/2/checkpoints/best-epoch-0000.safetensors"], "weights");
    }

    public void Dispose() => _runs.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public void The_best_trial_is_found_by_itself_or_by_its_number(int? number)
    {
        var (trial, file) = FolderModels.Find(_runs.Path, "lr", number);

        Assert.Equal(_runs["lr/trials/2/checkpoints/best-epoch-0000.safetensors"], file);
        Assert.Equal(new TrialId("lr", 2), trial.Id);
        Assert.Equal("lr-trial-2.onnx", trial.FileName("onnx"));
        Assert.Equal(
            [
                new("sweep", "lr"), new("trial", "lr/2"), new("parameters", """{"lr":0.01,"model":"resnet18"}"""), new("metric", "test_accuracy"),
                new("metric_value", "0.5"), new("data", "cifar-10"),
            ],
            trial.Metadata());
        Assert.Equal("trial 2 of sweep lr (test_accuracy 0.5000)", $"{trial}");
    }

    [Theory]
    [InlineData("lr", 1, "--trial 1: it has no model yet", "(it is diverged)")]
    [InlineData("lr", 3, "lr/trials/3/checkpoints/best-epoch-0000.safetensors: the model of trial 3 is not there", "--url URL")]
    [InlineData("lr", 9, "--trial 9: sweep lr has 3 trials and none of this number")]
    [InlineData("rl", null, "rl: there is no such sweep", "It holds lr.")]
    [InlineData("../lr", null, "../lr: there is no such sweep")]
    public void What_is_not_there_is_named(string sweep, int? number, params string[] expected) => AssertRefused(_runs.Path, sweep, number, expected);

    [Fact]
    public void A_folder_without_sweeps_says_where_else_to_look() =>
        AssertRefused(_runs["none"], "lr", null, $"no such sweep in {_runs["none"]}", "--out DIR", "--url URL");

    [Fact]
    public void A_sweep_without_a_result_has_no_best()
    {
        File.WriteAllText(_runs["lr/results.json"], """{ "metric": "test_accuracy", "best_trial": null, "trials": [] }""");

        AssertRefused(_runs.Path, "lr", null, "no trial of this sweep has done an epoch yet");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{ "metric": "test_accuracy", "best_trial": 1, "trials": [{}] }""")]
    public void Results_that_are_something_else_are_named(string content)
    {
        File.WriteAllText(_runs["lr/results.json"], content);

        AssertRefused(_runs.Path, "lr", null, _runs["lr/results.json"]);
    }

    private static void AssertRefused(string output, string sweep, int? number, params string[] expected)
    {
        var error = Assert.Throws<InputException>(() => FolderModels.Find(output, sweep, number));

        Assert.All(expected, text => Assert.Contains(text, error.Message));
    }
}

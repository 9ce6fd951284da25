using System.Globalization;
using System.Text.Json;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests;

[Collection(Clusters.Name)]
public sealed class GridSweepTests(SyntheticData data, GridRun run) : IClassFixture<GridRun>
{
    [Fact]
    public void A_grid_over_two_workers_completes_ranks_and_keeps_the_best_model()
    {
        var trials = Results(run.Sweep);
        Assert.Equal(4, trials.Length);
        Assert.All(trials, trial => Assert.Equal("completed", trial.GetProperty("state").GetString()));
        Assert.All(trials, trial => Assert.Equal("synthetic", trial.GetProperty("data").GetString()));
        Assert.Contains("worker-0", run.Output, StringComparison.Ordinal);
        Assert.Contains("worker-1", run.Output, StringComparison.Ordinal);
        Assert.Contains("SYNTHETIC", run.Output, StringComparison.Ordinal);
        Assert.Equal(5, File.ReadAllLines(Path.Combine(run.Sweep, "results.csv")).Length);
        Assert.Equal(SweepFiles.Grid, File.ReadAllText(Path.Combine(run.Sweep, "sweep.yaml")));
        AssertBestModelIsTheBestTrials(run.Sweep, trials);
        Assert.Single(File.ReadAllLines(Path.Combine(run.Sweep, "trials/3/metrics.jsonl")));
    }

    [Fact]
    public async Task PyTorch_loads_the_best_model_and_finds_the_reported_accuracy()
    {
        var resnet = Path.GetDirectoryName(Repository.Reference("resnet.py"))!;
        var best = Results(run.Sweep).MaxBy(trial => trial.GetProperty("best").GetDouble());
        var accuracy = await PythonTorch.RunAsync(
            "evaluate.py", Path.Combine(run.Sweep, "best/model.safetensors"), resnet,
            best.GetProperty("parameters").GetProperty("model").GetString()!, Path.Combine(data.Path, "test_batch"), "32");

        Assert.Equal(best.GetProperty("best").GetDouble(), double.Parse(accuracy, CultureInfo.InvariantCulture), 6);
    }

    private static JsonElement[] Results(string sweep)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(sweep, "results.json")));
        return [.. json.RootElement.GetProperty("trials").EnumerateArray().Select(trial => trial.Clone())];
    }

    private static void AssertBestModelIsTheBestTrials(string sweep, JsonElement[] trials)
    {
        var best = trials.MaxBy(trial => trial.GetProperty("best").GetDouble());
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(sweep, best.GetProperty("checkpoint").GetString()!)),
            File.ReadAllBytes(Path.Combine(sweep, "best/model.safetensors")));
    }
}

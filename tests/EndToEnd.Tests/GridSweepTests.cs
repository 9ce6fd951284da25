using System.Globalization;
using System.Text.Json;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests;

[Collection(Clusters.Name)]
public sealed class GridSweepTests(SyntheticData data)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task A_grid_over_two_workers_completes_ranks_and_keeps_the_best_model()
    {
        using var folder = new TempFolder();
        var file = SweepFiles.Write(folder, SweepFiles.Grid);

        var (exit, apphost) = await AppHostProcess.RunAsync(
            Limit, "sweep", file, "--data", data.Path, "--workers", "2", "--threads", "1", "--out", folder["runs"], "--port", "0");

        using (apphost)
        {
            Assert.True(exit == 0, apphost.Everything);
            var sweep = Path.Combine(folder["runs"], "grid");
            var trials = Results(sweep);
            Assert.Equal(4, trials.Length);
            Assert.All(trials, trial => Assert.Equal("completed", trial.GetProperty("state").GetString()));
            Assert.All(trials, trial => Assert.Equal("synthetic", trial.GetProperty("data").GetString()));
            Assert.Contains("worker-0", apphost.Everything, StringComparison.Ordinal);
            Assert.Contains("worker-1", apphost.Everything, StringComparison.Ordinal);
            Assert.Contains("SYNTHETIC", apphost.Everything, StringComparison.Ordinal);
            Assert.Equal(5, File.ReadAllLines(Path.Combine(sweep, "results.csv")).Length);
            Assert.Equal(SweepFiles.Grid, File.ReadAllText(Path.Combine(sweep, "sweep.yaml")));
            AssertBestModelIsTheBestTrials(sweep, trials);
            Assert.Single(File.ReadAllLines(Path.Combine(sweep, "trials/3/metrics.jsonl")));
        }
    }

    [Fact]
    public async Task PyTorch_loads_the_best_model_and_finds_the_reported_accuracy()
    {
        var resnet = Path.GetDirectoryName(Repository.Reference("resnet.py"))!;
        using var folder = new TempFolder();
        var (exit, apphost) = await AppHostProcess.RunAsync(
            Limit, "sweep", SweepFiles.Write(folder, SweepFiles.Grid), "--data", data.Path, "--workers", "1", "--out", folder["runs"], "--port", "0");
        using (apphost)
        {
            Assert.True(exit == 0, apphost.Everything);
        }

        var sweep = Path.Combine(folder["runs"], "grid");
        var best = Results(sweep).MaxBy(trial => trial.GetProperty("best").GetDouble());
        var accuracy = await PythonTorch.RunAsync(
            "evaluate.py", Path.Combine(sweep, "best/model.safetensors"), resnet,
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

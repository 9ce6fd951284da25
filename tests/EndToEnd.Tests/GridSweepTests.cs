using System.Globalization;
using System.Text.Json;
using ResNet.Distributed.EndToEnd.Tests.Support;
using ResNet.Distributed.Training.Data;
using ResNet.Distributed.Training.Tests.Images;

namespace ResNet.Distributed.EndToEnd.Tests;

[Collection(Clusters.Name)]
public sealed class GridSweepTests(SyntheticData data, GridRun run) : IClassFixture<GridRun>
{
    private const int TestLimit = 32;

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

    [Fact]
    public async Task The_best_model_is_exported_and_classifies_the_test_images_as_its_evaluation_did()
    {
        using var folder = new TempFolder();
        var test = CifarReader.Read(data.Path);
        var images = Enumerable.Range(0, TestLimit).Select(i => folder[$"{i}.png"]).ToArray();
        foreach (var (i, image) in images.Index())
        {
            File.WriteAllBytes(image, Pictures.OfImage(test.TestImages.Slice(i * CifarFormat.ImageBytes, CifarFormat.ImageBytes)));
        }

        var output = Path.GetDirectoryName(run.Sweep)!;
        await DoneAsync("export", "grid", "--out", output, "--output", folder["m.safetensors"]);
        await DoneAsync("export", "grid", "--out", output, "--output", folder["m.onnx"]);
        var lines = (await DoneAsync(["predict", folder["m.safetensors"], .. images, "--json"])).Trim().Split('\n');

        var classes = lines.Select(line => JsonElement.Parse(line).GetProperty("class").GetString());
        var right = classes.Zip(test.TestLabels.ToArray()).Count(pair => pair.First == test.ClassNames[pair.Second]);
        Assert.Equal(Results(run.Sweep).Max(trial => trial.GetProperty("best").GetDouble()), (double)right / TestLimit);
        Assert.True(new FileInfo(folder["m.onnx"]).Length > 40_000_000);
    }

    private static async Task<string> DoneAsync(params string[] arguments)
    {
        var (exit, apphost) = await AppHostProcess.RunAsync(TimeSpan.FromMinutes(1), arguments);
        using (apphost)
        {
            Assert.True(exit == 0, apphost.Everything);
            return apphost.Output;
        }
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

using System.Text.Json;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Tests.Models;

namespace ResNet.Distributed.Training.Tests.Loop;

/// <summary>Holds the script recipe to traces that make_golden.py made with PyTorch 1.13.</summary>
[Collection(nameof(TorchTests))]
public sealed class ScriptGoldenTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("trace-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("resnet18")]
    [InlineData("resnet34")]
    public void GivesPyTorchsNumbers(string model)
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Repository.TestFile("Loop", $"golden-{model}.json")));
        using var trace = RunAndReadTrace(model);

        var (expected, actual) = (golden.RootElement, trace.RootElement);
        foreach (var key in new[] { "model", "seed", "train_images", "initial_weights_sha256" })
        {
            Assert.Equal(expected.GetProperty(key).ToString(), actual.GetProperty(key).ToString());
        }

        AssertClose(expected.GetProperty("steps").EnumerateArray(), actual.GetProperty("steps").EnumerateArray(), 1e-3);
        foreach (var (e, a) in expected.GetProperty("epochs").EnumerateArray().Zip(actual.GetProperty("epochs").EnumerateArray()))
        {
            AssertClose(e.EnumerateObject().Select(p => p.Value), a.EnumerateObject().Select(p => p.Value), 1e-3);
        }

        AssertSums(expected.GetProperty("final_parameter_sums"), actual.GetProperty("final_parameter_sums"));
        AssertSums(expected.GetProperty("final_buffer_sums"), actual.GetProperty("final_buffer_sums"));
    }

    [Fact]
    public void TheTraceHasTheReferencesKeysAndItsPrintedLines()
    {
        using var trace = RunAndReadTrace("resnet18");

        Assert.Equal(
            ["torch", "model", "seed", "train_images", "initial_weights_sha256", "steps", "epochs", "lines",
                "final_parameter_sums", "final_buffer_sums"],
            trace.RootElement.EnumerateObject().Select(p => p.Name));
        var epoch = trace.RootElement.GetProperty("epochs")[1];
        Assert.Equal(["train_loss", "accuracy", "test_accuracy"], epoch.EnumerateObject().Select(p => p.Name));
        Assert.Equal(2, trace.RootElement.GetProperty("lines").GetArrayLength());
        Assert.StartsWith("epoch: 1 train_loss: ", trace.RootElement.GetProperty("lines")[1].GetString());
        Assert.Single(_folder.GetFiles()); // nothing temporary is left
    }

    [Fact]
    public void ATraceSpellsNoNumberAsPythonDoes()
    {
        var path = Path.Combine(_folder.FullName, "trace.json");
        var plan = new TrainingPlan { Recipe = Recipe.Script, BatchSize = 8, Epochs = 3, Seed = 5, LearningRate = 1e30 };
        TrainingRun.Execute(plan, SyntheticImages.Create(8, 1), SyntheticImages.Create(8, 2), 10, new TraceRecorder(path));

        var text = File.ReadAllText(path);
        Assert.Contains("\"train_loss\": NaN", text);
        Assert.Contains("\"epoch: 2 train_loss: nan ;accuracy: ", text);
    }

    private JsonDocument RunAndReadTrace(string model)
    {
        var path = Path.Combine(_folder.FullName, "trace.json");
        var plan = new TrainingPlan { Model = model, Recipe = Recipe.Script, BatchSize = 16, Epochs = 2, Seed = 5 };
        TrainingRun.Execute(plan, SyntheticImages.Create(20, 1), SyntheticImages.Create(16, 2), 10, new TraceRecorder(path));
        return JsonDocument.Parse(File.ReadAllText(path));
    }

    private static void AssertSums(JsonElement expected, JsonElement actual)
    {
        Assert.Equal(expected.EnumerateObject().Select(p => p.Name), actual.EnumerateObject().Select(p => p.Name));
        foreach (var sum in expected.EnumerateObject())
        {
            // Millions of weights, each moved by a rounding's whim where its gradient is nearly zero.
            var tolerance = IsConvolution(sum.Name) ? 0.1 : 1e-2;
            var difference = Math.Abs(sum.Value.GetDouble() - actual.GetProperty(sum.Name).GetDouble());
            Assert.True(difference <= tolerance, $"{sum.Name}: off by {difference}");
        }
    }

    private static bool IsConvolution(string name) =>
        name is "conv1.0.weight" || name.EndsWith("function.0.weight", StringComparison.Ordinal)
        || name.EndsWith("function.3.weight", StringComparison.Ordinal) || name.EndsWith("shortcut.0.weight", StringComparison.Ordinal);

    private static void AssertClose(IEnumerable<JsonElement> expected, IEnumerable<JsonElement> actual, double tolerance)
    {
        double[] e = [.. expected.Select(v => v.GetDouble())], a = [.. actual.Select(v => v.GetDouble())];
        Assert.Equal(e.Length, a.Length);
        Assert.All(e.Zip(a), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}

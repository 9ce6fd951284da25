using System.Globalization;
using System.Text.Json;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests;

/// <summary><c>reproduce</c> against the original script's own trace, on real images.</summary>
[Collection(Clusters.Name)]
public sealed class ReproduceTests
{
    private const double LossTolerance = 1e-3;
    private const double ConvolutionSumTolerance = 0.1;
    private const double OtherSumTolerance = 1e-2;

    [Fact]
    public async Task The_printed_lines_and_the_trace_are_the_scripts()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Repository.Reference("golden-resnet18-seed0.json")));
        var data = Repository.RealData();
        using var folder = new TempFolder();

        var (exit, apphost) = await AppHostProcess.RunAsync(
            TimeSpan.FromMinutes(6), "reproduce", "--data", data, "--seed", "0", "--epochs", "3", "--train-limit", "384",
            "--threads", "2", "--device", "cpu", "--trace", folder["trace.json"], "--out", folder["runs"], "--port", "0");

        using (apphost)
        {
            Assert.True(exit == 0, apphost.Everything);
            var lines = golden.RootElement.GetProperty("lines").EnumerateArray().Select(line => line.GetString());
            Assert.Equal(string.Join('\n', lines) + "\n", apphost.Output);
            Assert.Contains("Ready: cpu (2 threads)", apphost.Errors);
        }

        using var trace = JsonDocument.Parse(File.ReadAllText(folder["trace.json"]));
        AssertEqualTraces(golden.RootElement, trace.RootElement);
    }

    private static void AssertEqualTraces(JsonElement golden, JsonElement trace)
    {
        Assert.Equal(golden.EnumerateObject().Select(key => key.Name), trace.EnumerateObject().Select(key => key.Name));
        foreach (var key in (string[])["model", "seed", "train_images", "initial_weights_sha256"])
        {
            Assert.Equal(golden.GetProperty(key).ToString(), trace.GetProperty(key).ToString());
        }

        Assert.Equal(golden.GetProperty("steps").GetArrayLength(), trace.GetProperty("steps").GetArrayLength());
        foreach (var (expected, actual) in golden.GetProperty("steps").EnumerateArray().Zip(trace.GetProperty("steps").EnumerateArray()))
        {
            Assert.Equal(expected.GetDouble(), actual.GetDouble(), LossTolerance);
        }

        foreach (var sums in (string[])["final_parameter_sums", "final_buffer_sums"])
        {
            AssertEqualSums(golden.GetProperty(sums), trace.GetProperty(sums));
        }
    }

    private static void AssertEqualSums(JsonElement golden, JsonElement trace)
    {
        Assert.Equal(golden.EnumerateObject().Select(sum => sum.Name), trace.EnumerateObject().Select(sum => sum.Name));
        foreach (var sum in golden.EnumerateObject())
        {
            var tolerance = IsConvolution(sum.Name) ? ConvolutionSumTolerance : OtherSumTolerance;
            var (expected, actual) = (sum.Value.GetDouble(), trace.GetProperty(sum.Name).GetDouble());
            Assert.True(
                Math.Abs(expected - actual) <= tolerance,
                string.Create(CultureInfo.InvariantCulture, $"{sum.Name}: {actual}, expected {expected} within {tolerance}"));
        }
    }

    // In the script's names, conv1.0, residual_function.0 and .3, and shortcut.0 are convolutions; the others are BatchNorm and fc.
    private static bool IsConvolution(string name) =>
        name is "conv1.0.weight"
        || name.EndsWith("residual_function.0.weight", StringComparison.Ordinal)
        || name.EndsWith("residual_function.3.weight", StringComparison.Ordinal)
        || name.EndsWith("shortcut.0.weight", StringComparison.Ordinal);
}

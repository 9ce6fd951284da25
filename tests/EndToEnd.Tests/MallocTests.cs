using System.Diagnostics;
using ResNet.Distributed.EndToEnd.Tests.Support;
using ResNet.Distributed.Training.Native;

namespace ResNet.Distributed.EndToEnd.Tests;

/// <summary>Every training process has the allocator's settings in its environment, however it was started.</summary>
[Collection(Clusters.Name)]
public sealed class MallocTests(SyntheticData data)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task The_launchers_worker_has_them()
    {
        using var folder = new TempFolder();
        using var apphost = AppHostProcess.Start(
            "up", "--data", data.Path, "--workers", "1", "--threads", "1", "--out", folder["runs"], "--port", "0");
        await apphost.WaitForAsync(process => process.Errors.Contains("Ready:", StringComparison.Ordinal), Limit, "a worker that is ready");

        var worker = apphost.Children().Single(child => child.Value.Contains("GpuWorker", StringComparison.Ordinal)).Key;

        AssertHasAll(Environ(worker));
    }

    [Fact]
    public async Task A_worker_that_was_started_by_hand_gives_them_to_itself()
    {
        // A store that never answers: the worker tries to join for as long as it lives.
        var info = new ProcessStartInfo(Repository.Executable("GpuWorker")) { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["Orleans__Clustering__ProviderType"] = "Redis";
        info.Environment["Orleans__Clustering__ConnectionName"] = "redis";
        info.Environment["ConnectionStrings__redis"] = "127.0.0.1:1,abortConnect=false";
        info.Environment["Run__DataDirectory"] = data.Path;
        using var worker = Process.Start(info)!;
        try
        {
            using var deadline = new CancellationTokenSource(Limit);
            using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            while (!Environ(worker.Id).Any(entry => entry.StartsWith("MALLOC_", StringComparison.Ordinal)))
            {
                await look.WaitForNextTickAsync(deadline.Token);
            }

            AssertHasAll(Environ(worker.Id));
        }
        finally
        {
            worker.Kill();
            await worker.WaitForExitAsync();
        }
    }

    private static string[] Environ(int pid) => File.ReadAllText($"/proc/{pid}/environ").Split('\0');

    private static void AssertHasAll(string[] environment) =>
        Assert.All(MallocEnvironment.Variables, variable => Assert.Contains($"{variable.Key}={variable.Value}", environment));
}

using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests;

[Collection(Clusters.Name)]
public sealed class DyingTests(SyntheticData data)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task When_AppHost_is_killed_no_child_outlives_it_by_ten_seconds()
    {
        using var folder = new TempFolder();
        using var apphost = await TrainingClusterAsync(folder);
        var children = apphost.Children();
        Assert.Equal(2, children.Count);

        apphost.Signal(9);

        await GoneAsync(children, TenSeconds);
    }

    [Fact]
    public async Task Ctrl_C_ends_everything_within_ten_seconds_and_the_same_command_goes_on()
    {
        using var folder = new TempFolder();
        using var apphost = await TrainingClusterAsync(folder);
        var children = apphost.Children();

        apphost.Signal(2);

        Assert.Equal(130, await apphost.ExitAsync(TenSeconds));
        Assert.DoesNotContain(children.Keys, ProcessTree.IsAlive);
        Assert.True(File.Exists(Path.Combine(folder["runs"], "long/results.csv")), apphost.Everything);
        using var again = Start(folder);
        await SecondAttemptAsync(again);
    }

    private static Task SecondAttemptAsync(AppHostProcess apphost) => apphost.WaitForAsync(
        process => process.Everything.Contains("attempt 2 trains here", StringComparison.Ordinal), StartLimit, "the second attempt");

    /// <summary>One worker that trains a trial of minutes, past its first epoch.</summary>
    private async Task<AppHostProcess> TrainingClusterAsync(TempFolder folder)
    {
        var apphost = Start(folder);
        await apphost.WaitForAsync(_ => HasEpoch(folder), StartLimit, "the first epoch");
        return apphost;
    }

    private AppHostProcess Start(TempFolder folder) => AppHostProcess.Start(
        "sweep", SweepFiles.Write(folder, SweepFiles.Long), "--data", data.Path,
        "--workers", "1", "--threads", "1", "--out", folder["runs"], "--port", "0");

    private static bool HasEpoch(TempFolder folder) => File.Exists(Path.Combine(folder["runs"], "long/trials/1/metrics.jsonl"));

    private static async Task GoneAsync(IReadOnlyDictionary<int, string> children, TimeSpan limit)
    {
        var deadline = DateTime.UtcNow + limit;
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (children.Keys.Any(ProcessTree.IsAlive))
        {
            Assert.True(
                DateTime.UtcNow < deadline,
                $"Still alive: {string.Join("; ", children.Where(child => ProcessTree.IsAlive(child.Key)))}");
            await look.WaitForNextTickAsync();
        }
    }
}

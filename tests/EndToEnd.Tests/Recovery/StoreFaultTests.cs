using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Recovery;

/// <summary>The store is away, and later the only coordinator: the workers train on through both.</summary>
[Collection(Clusters.Name)]
public sealed class StoreFaultTests(SyntheticData data)
{
    private static readonly TimeSpan ThirtySeconds = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task When_the_embedded_store_hangs_for_thirty_seconds_and_the_coordinator_dies_no_trial_fails()
    {
        var calm = await CalmRun.ResultsAsync(data.Path);
        using var cluster = await RecoveryCluster.StartAsync(StoreKind.Embedded, data.Path);
        await cluster.MiddleAsync(1);

        // The store lives in AppHost.
        await Faults.StopForAsync(cluster.AppHost.Id, ThirtySeconds);

        var attempt = await CoordinatorDiesAsync(cluster);
        Assert.Equal(calm, await cluster.ResultsAsync());
        Assert.DoesNotContain($"attempt {attempt + 1} trains here", cluster.AppHost.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_Redis_is_dead_for_thirty_seconds_and_the_coordinator_dies_no_trial_fails()
    {
        var calm = await CalmRun.ResultsAsync(data.Path);
        using var cluster = await RecoveryCluster.StartAsync(StoreKind.Redis, data.Path);
        await cluster.MiddleAsync(1);

        await cluster.Redis!.KillAsync();
        await Faults.LastAsync(ThirtySeconds);
        await cluster.Redis.StartAgainAsync();

        var attempt = await CoordinatorDiesAsync(cluster);
        Assert.Equal(calm, await cluster.ResultsAsync());
        Assert.DoesNotContain($"attempt {attempt + 1} trains here", cluster.AppHost.Everything, StringComparison.Ordinal);
    }

    // The attempt that goes on through the coordinator's death.
    private static async Task<int> CoordinatorDiesAsync(RecoveryCluster cluster)
    {
        var trial = await cluster.WaitAsync(1, t => t.Trial.Attempt > 0, Minute, "an answer of the coordinator");
        AppHostProcess.Kill(cluster.Process("coordinator-0"), Faults.Kill);
        await cluster.AppHost.WaitForAsync(
            process => process.Everything.Contains("coordinator-0 ended with exit code 137", StringComparison.Ordinal), Minute, "the coordinator's death");
        return trial.Trial.Attempt;
    }
}

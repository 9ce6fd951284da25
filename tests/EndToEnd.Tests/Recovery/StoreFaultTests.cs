using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Recovery;

[Collection(Clusters.Name)]
public sealed class StoreFaultTests(SyntheticData data)
{
    private static readonly TimeSpan ThirtySeconds = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task When_the_embedded_store_hangs_for_thirty_seconds_no_trial_fails()
    {
        var calm = await CalmRun.ResultsAsync(data.Path);
        using var cluster = await RecoveryCluster.StartAsync(StoreKind.Embedded, data.Path);
        await cluster.MiddleAsync(1);

        // The store lives in AppHost.
        await Faults.StopForAsync(cluster.AppHost.Id, ThirtySeconds);

        Assert.Equal(calm, await cluster.ResultsAsync());
    }

    [Fact]
    public async Task When_Redis_is_dead_for_thirty_seconds_no_trial_fails()
    {
        var calm = await CalmRun.ResultsAsync(data.Path);
        using var cluster = await RecoveryCluster.StartAsync(StoreKind.Redis, data.Path);
        await cluster.MiddleAsync(1);

        await cluster.Redis!.KillAsync();
        await Faults.LastAsync(ThirtySeconds);
        await cluster.Redis.StartAgainAsync();

        Assert.Equal(calm, await cluster.ResultsAsync());
    }
}

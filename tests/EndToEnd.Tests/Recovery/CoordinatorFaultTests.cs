using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Recovery;

[Collection(Clusters.Name)]
public sealed class CoordinatorFaultTests(SyntheticData data)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task While_the_only_coordinator_is_dead_the_workers_train_on_and_their_reports_arrive(StoreKind store)
    {
        var calm = await CalmRun.ResultsAsync(data.Path);
        using var cluster = await RecoveryCluster.StartAsync(store, data.Path);
        await cluster.MiddleAsync(1);

        AppHostProcess.Kill(cluster.Process("coordinator-0"), Faults.Kill);

        await cluster.AppHost.WaitForAsync(
            process => process.Everything.Contains("coordinator-0 ended with exit code 137", StringComparison.Ordinal), Minute, "the coordinator's death");
        Assert.Equal(calm, await cluster.ResultsAsync());
        Assert.DoesNotContain("attempt 2", cluster.AppHost.Everything, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task Of_two_coordinators_either_may_die(StoreKind store)
    {
        var calm = await CalmRun.ResultsAsync(data.Path);
        using var cluster = await RecoveryCluster.StartAsync(store, data.Path, "--coordinators", "2");
        await cluster.MiddleAsync(1);

        AppHostProcess.Kill(cluster.Process("coordinator-1"), Faults.Kill);
        var epochs = (await cluster.WaitAsync(1, _ => true, Minute, "an answer of the other one")).Trial.EpochsDone;
        await cluster.WaitAsync(1, t => t.Trial.EpochsDone > epochs, Minute, "progress with the other one alone");
        AppHostProcess.Kill(cluster.Process("coordinator-0"), Faults.Kill);

        Assert.Equal(calm, await cluster.ResultsAsync());
    }
}

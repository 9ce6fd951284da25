using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Recovery;

[Collection(Clusters.Name)]
public sealed class CoordinatorFaultTests(SyntheticData data)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

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

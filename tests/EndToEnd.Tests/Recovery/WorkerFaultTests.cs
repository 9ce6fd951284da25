using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Recovery;

[Collection(Clusters.Name)]
public sealed class WorkerFaultTests(SyntheticData data)
{
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ThirtySeconds = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_killed_worker_is_noticed_and_its_trial_goes_on_from_its_checkpoint_to_the_same_bits(StoreKind store)
    {
        var calm = await CalmRun.ResultsAsync(data.Path);
        using var cluster = await RecoveryCluster.StartAsync(store, data.Path);
        var trial = await cluster.MiddleAsync(1);

        AppHostProcess.Kill(cluster.Process(trial.Trial.Worker!), Faults.Kill);

        await cluster.WaitAsync(1, t => t.Attempts[0].Ended is not null, Noticed, "the loss of attempt 1 noticed");
        await cluster.WaitAsync(1, t => t.Trial.Attempt == 2, Minute, "attempt 2");
        Assert.Equal(calm, await cluster.ResultsAsync());
        Assert.Contains("attempt 2 goes on from its checkpoint at epoch", cluster.AppHost.Everything, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_worker_that_hangs_is_replaced_and_refused_when_it_comes_back(StoreKind store)
    {
        var calm = await CalmRun.ResultsAsync(data.Path);
        using var cluster = await RecoveryCluster.StartAsync(store, data.Path);
        var trial = await cluster.MiddleAsync(1);
        var worker = cluster.Process(trial.Trial.Worker!);

        var stopped = Faults.StopForAsync(worker, ThirtySeconds);
        await cluster.WaitAsync(1, t => t.Attempts[0].Ended is not null, Noticed, "the loss of attempt 1 noticed");
        await stopped;

        // Either the cluster has declared its silo dead, and it ends; or its next message is refused, and it stops.
        await cluster.AppHost.WaitForAsync(
            process => !ProcessTree.IsAlive(worker)
                || process.Everything.Contains("the lease of attempt 1 is over", StringComparison.Ordinal)
                || process.Everything.Contains("attempt 1 was stopped", StringComparison.Ordinal),
            Minute, "the end of attempt 1 on the worker that came back");
        Assert.Equal(calm, await cluster.ResultsAsync());
    }

    [Theory]
    [InlineData(StoreKind.Embedded)]
    [InlineData(StoreKind.Redis)]
    public async Task A_terminated_worker_hands_its_trial_back_and_exits_with_success(StoreKind store)
    {
        var calm = await CalmRun.ResultsAsync(data.Path);
        using var cluster = await RecoveryCluster.StartAsync(store, data.Path);
        var trial = await cluster.MiddleAsync(1);
        var (name, worker) = (trial.Trial.Worker!, cluster.Process(trial.Trial.Worker!));

        AppHostProcess.Kill(worker, Faults.Terminate);

        await cluster.AppHost.WaitForAsync(
            process => process.Everything.Contains($"{name} ended with exit code 0", StringComparison.Ordinal), ThirtySeconds, "exit code 0");
        var after = await cluster.WaitAsync(1, t => t.Trial.Attempt >= 2, Minute, "attempt 2");
        Assert.Equal("handed back by its worker", after.Attempts[0].Error);
        Assert.Equal(calm, await cluster.ResultsAsync());
    }
}

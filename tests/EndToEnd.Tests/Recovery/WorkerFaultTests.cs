using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Recovery;

/// <summary>One trial loses its worker in three ways, one after the other, and gives what it gives when nothing happens.</summary>
[Collection(Clusters.Name)]
public sealed class WorkerFaultTests(SyntheticData data)
{
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ThirtySeconds = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // Longer than the cluster waits before it gives a silent process up.
    private static readonly TimeSpan Stop = TimeSpan.FromSeconds(15);

    [Theory]
    [MemberData(nameof(Stores.Redis), MemberType = typeof(Stores))]
    public async Task A_trial_whose_workers_are_killed_terminated_and_stopped_ends_with_the_same_bits(StoreKind store)
    {
        var calm = await CalmRun.ResultsAsync(data.Path);
        using var cluster = await RecoveryCluster.StartAsync(store, data.Path);

        await KilledAsync(cluster, await cluster.MiddleAsync(1));
        await TerminatedAsync(cluster, await RunsAsync(cluster, attempt: 2));
        await StoppedAsync(cluster, await RunsAsync(cluster, attempt: 3));

        Assert.Equal(calm, await cluster.ResultsAsync());
        Assert.Contains("attempt 2 goes on from its checkpoint at epoch", cluster.AppHost.Everything, StringComparison.Ordinal);
    }

    private static async Task KilledAsync(RecoveryCluster cluster, TrialDetail trial)
    {
        AppHostProcess.Kill(cluster.Process(trial.Trial.Worker!), Faults.Kill);

        await cluster.WaitAsync(1, t => t.Attempts[0].Ended is not null, Noticed, "the loss of attempt 1 noticed");
    }

    private static async Task TerminatedAsync(RecoveryCluster cluster, TrialDetail trial)
    {
        var name = trial.Trial.Worker!;
        AppHostProcess.Kill(cluster.Process(name), Faults.Terminate);

        await cluster.AppHost.WaitForAsync(
            process => process.Everything.Contains($"{name} ended with exit code 0", StringComparison.Ordinal), ThirtySeconds, "exit code 0");
        var after = await cluster.WaitAsync(1, t => t.Attempts.Length >= 2 && t.Attempts[1].Ended is not null, Minute, "the hand-back");
        Assert.Equal("handed back by its worker", after.Attempts[1].Error);
    }

    private static async Task StoppedAsync(RecoveryCluster cluster, TrialDetail trial)
    {
        var worker = cluster.Process(trial.Trial.Worker!);
        var stopped = Faults.StopForAsync(worker, Stop);
        await cluster.WaitAsync(1, t => t.Attempts[2].Ended is not null, Noticed, "the loss of attempt 3 noticed");
        await stopped;

        // Either the cluster has declared its silo dead, and it ends; or its next message is refused, and it stops.
        await cluster.AppHost.WaitForAsync(
            process => !ProcessTree.IsAlive(worker)
                || process.Everything.Contains("the lease of attempt 3 is over", StringComparison.Ordinal)
                || process.Everything.Contains("attempt 3 was stopped", StringComparison.Ordinal),
            Minute, "the end of attempt 3 on the worker that came back");
    }

    private static Task<TrialDetail> RunsAsync(RecoveryCluster cluster, int attempt) => cluster.WaitAsync(
        1, t => t.Trial.Attempt == attempt && t.Trial.Progress is { Step: > 0 }, Minute, $"steps of attempt {attempt}");
}

using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Recovery;

/// <summary>One trial over two workers: it loses one, and goes on.</summary>
[Collection(Clusters.Name)]
public sealed class RankFaultTests(SyntheticData data)
{
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private const string Together = """
        name: steady
        method: grid
        parameters:
          batch_size: { value: 4 }
          epochs: { value: 6 }
        seed: 3
        train_limit: 16
        test_limit: 4
        checkpoint_interval: 1
        workers_per_trial: 2
        """;

    [Fact]
    public async Task A_rank_that_is_killed_and_one_that_drains_change_nothing_in_the_end()
    {
        using var calm = await RecoveryCluster.StartAsync(StoreKind.Embedded, data.Path, Together, []);
        var expected = await calm.ResultsAsync();
        using var cluster = await RecoveryCluster.StartAsync(StoreKind.Embedded, data.Path, Together, []);
        var trial = await cluster.MiddleAsync(1);
        Assert.Equal("worker-0, worker-1", trial.Trial.Worker);

        AppHostProcess.Kill(cluster.Process("worker-1"), Faults.Kill);
        var lost = await cluster.WaitAsync(1, t => t.Attempts[0].Ended is not null, Noticed, "the loss of rank 1 noticed");
        AppHostProcess.Kill(cluster.Process((await TrainsAsync(cluster, attempt: 2)).Trial.Worker!.Split(", ")[1]), Faults.Terminate);
        var drained = await TrainsAsync(cluster, attempt: 3);

        Assert.Equal(expected, await cluster.ResultsAsync());
        Assert.Contains("rank 1", lost.Attempts[0].Error, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("handed back by its worker", drained.Attempts[1].Error);
    }

    [Fact]
    public async Task A_trial_with_a_range_of_workers_goes_on_with_the_one_that_is_left()
    {
        using var cluster = await RecoveryCluster.StartIdleAsync(data.Path);
        await cluster.SubmitAsync(Together.Replace("workers_per_trial: 2", "workers_per_trial: { min: 1, max: 2 }", StringComparison.Ordinal));
        Assert.Equal("worker-0, worker-1", (await cluster.MiddleAsync(1)).Trial.Worker);

        AppHostProcess.Kill(cluster.Process("worker-1"), Faults.Kill);

        Assert.Equal("worker-0", (await TrainsAsync(cluster, attempt: 2)).Trial.Worker);
        var done = await cluster.WaitAsync(1, t => t.Trial.Status == TrialStatus.Completed, Minute, "the end");
        Assert.Equal((2, 6), (done.Attempts.Length, done.Epochs.Length));
    }

    private static Task<TrialDetail> TrainsAsync(RecoveryCluster cluster, int attempt) => cluster.WaitAsync(
        1, t => t.Trial.Attempt == attempt && t.Trial.Progress is { Step: > 0 }, Minute, $"steps of attempt {attempt}");
}

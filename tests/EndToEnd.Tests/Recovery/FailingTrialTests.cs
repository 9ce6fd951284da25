using System.Diagnostics;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Recovery;

[Collection(Clusters.Name)]
public sealed class FailingTrialTests(SyntheticData data)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

    // The second trial's batch is larger than all the images, which the script's recipe cannot train on.
    private const string OneFails = """
        name: steady
        method: grid
        metric: { name: train_loss }
        parameters:
          batch_size: { values: [32, 1024] }
          epochs: { value: 1 }
        seed: 3
        max_failures: 2
        recipe: script
        """;

    [Theory]
    [MemberData(nameof(Stores.Redis), MemberType = typeof(Stores))]
    public async Task A_trial_that_fails_is_retried_its_errors_kept_and_the_others_go_on(StoreKind store)
    {
        using var cluster = await RecoveryCluster.StartAsync(store, data.Path, OneFails, ["--keep"]);

        var failed = await cluster.WaitAsync(2, t => t.Trial.Status == TrialStatus.Failed, Minute, "three failures");
        Assert.Equal(3, failed.Attempts.Count(attempt => attempt.Error!.Contains("expected a full batch of 1024", StringComparison.Ordinal)));
        Assert.True(failed.Attempts[1].Started - failed.Attempts[0].Ended >= TimeSpan.FromSeconds(1), "without a pause");
        Assert.True(failed.Attempts[2].Started - failed.Attempts[1].Ended >= TimeSpan.FromSeconds(2), "without a longer pause");

        await cluster.PostAsync("trials/2/retry");
        await cluster.WaitAsync(2, t => t.Trial.Attempt == 4, Minute, "the failed trial tried again alone");
        var other = await cluster.WaitAsync(1, t => t.Trial.Status == TrialStatus.Completed, 3 * Minute, "the other trial's completion");
        Assert.Equal(1, other.Trial.Attempt);
    }

    [Theory]
    [MemberData(nameof(Stores.Embedded), MemberType = typeof(Stores))]
    public async Task Cancel_ends_a_sweep_within_ten_seconds_resume_takes_it_up_again_and_a_trial_that_diverges_ends_alone(StoreKind store)
    {
        var calm = await CalmRun.ResultsAsync(data.Path);
        using var cluster = await RecoveryCluster.StartAsync(store, data.Path, "--keep");
        await cluster.MiddleAsync(1);
        await cluster.MiddleAsync(2);
        var started = Stopwatch.StartNew();

        await cluster.PostAsync("cancel");

        // Where the second worker came late, the first trial was over before the second one was in its middle.
        await cluster.WaitAsync(
            1, t => t.Trial.Status is TrialStatus.Cancelled or TrialStatus.Completed, TenSeconds - started.Elapsed, "the end of trial 1");
        await cluster.WaitAsync(2, t => t.Trial.Status == TrialStatus.Cancelled, TenSeconds - started.Elapsed, "the end of trial 2");
        await cluster.AppHost.WaitForAsync(
            process => process.Everything.Contains("Sweep steady cancelled", StringComparison.Ordinal), TenSeconds, "the end of the sweep");
        await cluster.AppHost.WaitForAsync(
            process => process.Everything.Contains("Trial steady/2: attempt 1 was stopped", StringComparison.Ordinal), TenSeconds, "the end of its attempt");
        PoisonedCheckpoint.Replace(Path.Combine(cluster.SweepFolder, "trials/2/checkpoints"));

        await cluster.PostAsync("resume");
        await cluster.WaitAsync(1, t => t.Trial.Status == TrialStatus.Completed, 3 * Minute, "completion after the cancel");
        var diverged = await cluster.WaitAsync(2, t => t.Trial.Status == TrialStatus.Diverged, 3 * Minute, "the end of the trial that diverges");
        Assert.Equal(2, diverged.Trial.Attempt);
        Assert.Contains("the loss is NaN", diverged.Trial.Error, StringComparison.Ordinal);

        await cluster.EndAsync();
        Assert.Equal(calm[1], Results.Read(cluster.SweepFolder)[1]);
    }
}

using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.EndToEnd.Tests.Support;
using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.EndToEnd.Tests.Recovery;

/// <summary>A worker whose machine has no room for a large batch: that trial fails and says why, and the other one is trained.</summary>
[Collection(Clusters.Name)]
public sealed class OutOfMemoryTests
{
    // The first tensor that a batch of 2048 makes, the stem's output, takes 512 MiB.
    private const long MoreMemory = 256L << 20;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private const string OneIsTooLarge = """
        name: steady
        method: grid
        parameters:
          batch_size: { values: [2, 2048] }
          epochs: { value: 1 }
        seed: 3
        max_failures: 0
        train_limit: 2048
        test_limit: 2
        """;

    [Theory]
    [MemberData(nameof(Stores.Redis), MemberType = typeof(Stores))]
    public async Task A_batch_that_does_not_fit_is_a_clear_failure_and_stops_no_one_else(StoreKind store)
    {
        using var folder = new TempFolder();
        var data = SyntheticCifar.Write(folder.Path, seed: 7, trainPerBatch: 512, testCount: 16);
        using var cluster = await RecoveryCluster.StartAsync(store, data, OneIsTooLarge, ["--workers", "1", "--keep"]);
        await StepsAsync(cluster, attempt: 1);
        var worker = cluster.Process("worker-0");
        MemoryLimit.Set(worker, MoreMemory);
        await cluster.PostAsync("cancel");
        await cluster.WaitAsync(2, t => t.Trial.Status == TrialStatus.Cancelled, Minute, "the end of the sweep");

        await cluster.PostAsync("trials/2/retry");
        var failed = await cluster.WaitAsync(2, t => t.Trial.Status == TrialStatus.Failed, Minute, "the failure of the large batch");
        await cluster.PostAsync("trials/1/retry");
        await StepsAsync(cluster, attempt: 2);

        Assert.StartsWith("out of memory: resnet18 with batch_size 2048 did not fit", failed.Trial.Error, StringComparison.Ordinal);
        Assert.Single(failed.Attempts);
        Assert.True(ProcessTree.IsAlive(worker), cluster.AppHost.Everything);
    }

    private static Task StepsAsync(RecoveryCluster cluster, int attempt) => cluster.WaitAsync(
        1, t => t.Trial.Attempt == attempt && t.Trial.Progress is { Step: >= 3 }, Minute, $"steps of attempt {attempt}");
}

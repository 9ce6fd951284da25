using System.Text.Json;
using ResNet.Distributed.Training.Collectives;
using ResNet.Distributed.Training.Tests.Loop;
using ResNet.Distributed.Training.Tests.Models;
using ResNet.Distributed.Training.Tests.Safetensors;

namespace ResNet.Distributed.Training.Tests.DataParallel;

/// <summary>Several ranks train one model: against PyTorch, against one rank, against themselves.</summary>
[Collection(nameof(TorchTests))]
public sealed class ReplicaTrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Made by Python/ddp_traces.py: DistributedDataParallel over gloo, the same shards, seed and optimizer.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Losses_are_those_of_PyTorchs_DistributedDataParallel(int worldSize)
    {
        using var reference = JsonDocument.Parse(File.ReadAllText(Repository.TestFile("DataParallel", "ddp-losses.json")));
        var expected = reference.RootElement.GetProperty("losses").GetProperty($"{worldSize}").EnumerateArray().Select(e => e.GetDouble()).ToArray();

        var ranks = await RankProcesses.RunAsync(TenSteps(worldSize));

        Assert.All(ranks, rank => Assert.Equal(10, rank.Losses.Length));
        Assert.All(ranks[0].Losses.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-3));
        Assert.All(ranks, rank => Assert.Equal(ranks[0].Digest, rank.Digest));
    }

    [Fact]
    public async Task With_synchronised_BatchNorm_two_ranks_do_what_one_does()
    {
        // Small batches make the steps so unsteady that rounding alone moves the losses by 1e-3.
        var task = TenSteps(1) with { BatchSize = 64, TrainImages = 10 * 64 };
        var outcomes = await Task.WhenAll(
            RankProcesses.RunAsync(task), RankProcesses.RunAsync(task with { WorldSize = 2, Attempt = 2, SyncBatchNorm = true }));
        var (one, two) = (outcomes[0], outcomes[1]);

        Assert.Equal(10, one[0].Losses.Length);
        Assert.Equal(10, two[0].Losses.Length);
        Assert.All(two[0].Losses.Zip(one[0].Losses), pair => Assert.Equal(pair.Second, pair.First, 1e-3));
    }

    [Fact]
    public async Task Ranks_agree_on_everything_and_a_run_repeats_to_the_bit_by_whatever_transport()
    {
        var task = RankProcesses.Task(_folder, worldSize: 3) with { BatchSize = 6, TrainImages = 17 };
        var memory = await RankProcesses.RunAsync(task with { Transport = TransportChoice.SharedMemory });
        var tcp = await RankProcesses.RunAsync(task with { Transport = TransportChoice.Tcp, Attempt = 2 });

        var all = memory.Concat(tcp).ToArray();
        Assert.All(all, rank => Assert.Equal(all[0].Losses, rank.Losses));
        Assert.All(all, rank => Assert.Equal(
            (all[0].Digest, all[0].TestAccuracy, all[0].TestLoss, 18), (rank.Digest, rank.TestAccuracy, rank.TestLoss, rank.Images)));
        Assert.NotNull(all[0].Digest);
    }

    private Probe.RankTask TenSteps(int worldSize) => RankProcesses.Task(_folder, worldSize) with
    {
        TrainImages = 160,
        TestImages = 10,
        Classes = 100,
        BatchSize = 16,
        LearningRate = 2e-5,
        Attempt = 1,
    };
}

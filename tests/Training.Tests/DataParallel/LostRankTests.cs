using System.Diagnostics;
using ResNet.Distributed.Training.Tests.Models;
using ResNet.Distributed.Training.Tests.Probe;
using ResNet.Distributed.Training.Tests.Safetensors;

namespace ResNet.Distributed.Training.Tests.DataParallel;

/// <summary>A rank dies or hangs: the others leave, and what comes after goes on from the last checkpoint.</summary>
[Collection(nameof(TorchTests))]
public sealed class LostRankTests : IDisposable
{
    private static readonly TimeSpan Leaves = TimeSpan.FromSeconds(5);

    // A process that has left has still to write its outcome and to end.
    private static readonly TimeSpan Ends = TimeSpan.FromSeconds(3);

    // What nobody disturbs gives the same each time: run once for each size, by the first test that asks.
    private static readonly Dictionary<int, RankOutcome> Undisturbed = [];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("KILL", 1)]
    [InlineData("STOP", 1)]
    [InlineData("KILL", 0)]
    public async Task The_others_leave_within_five_seconds_and_a_new_attempt_ends_with_the_bits_of_an_undisturbed_one(string signal, int lost)
    {
        var task = RankProcesses.Task(_folder, worldSize: 2) with { TrainImages = 24, KeepsCheckpoints = true };
        var held = task with { HoldsAt = 2, HoldingRank = lost };
        using (var ranks = new RankProcesses(held))
        {
            await ranks.HoldsAsync();
            var start = Stopwatch.GetTimestamp();
            ranks.Signal(lost, signal);

            var survivor = (await ranks.OutcomesAsync(1 - lost))[0];

            Assert.True(Stopwatch.GetElapsedTime(start) < Leaves + Ends, $"after {Stopwatch.GetElapsedTime(start)}");
            Assert.Equal(lost, survivor.Lost);
        }

        var after = await RankProcesses.RunAsync(task with { Attempt = 2 });
        Assert.NotNull(after[0].Position);
        await AssertUndisturbedAsync(task, after);
    }

    [Fact]
    public async Task A_rank_that_dies_while_it_writes_a_checkpoint_leaves_the_one_before_to_go_on_from()
    {
        var task = RankProcesses.Task(_folder, worldSize: 2) with { TrainImages = 48, KeepsCheckpoints = true };
        using (var ranks = new RankProcesses(task))
        {
            await ranks.CheckpointBeginsAsync();
            ranks.Signal(0, "KILL");

            Assert.Equal(0, (await ranks.OutcomesAsync(1))[0].Lost);
        }

        var after = await RankProcesses.RunAsync(task with { Attempt = 2 });
        Assert.DoesNotContain(Directory.GetFiles(_folder.File("checkpoints")), file => file.EndsWith(".tmp", StringComparison.Ordinal));
        await AssertUndisturbedAsync(task, after);
    }

    [Fact]
    public async Task A_rank_that_hands_back_takes_all_along_at_the_same_step_and_they_go_on_to_the_bit()
    {
        var task = RankProcesses.Task(_folder, worldSize: 2) with { TrainImages = 24, KeepsCheckpoints = true };

        var stopped = await RankProcesses.RunAsync(task with { StopsAt = 1 });
        var after = await RankProcesses.RunAsync(task with { Attempt = 2 });

        Assert.All(stopped, rank => Assert.Equal((1, nameof(OperationCanceledException)), (rank.Losses.Length, rank.Failure)));
        Assert.Equal("0/1", after[0].Position);
        await AssertUndisturbedAsync(task, after);
    }

    [Fact]
    public async Task A_run_goes_on_with_fewer_ranks()
    {
        var task = RankProcesses.Task(_folder, worldSize: 4) with { TrainImages = 24, KeepsCheckpoints = true };

        await RankProcesses.RunAsync(task with { StopsAt = 1 });
        var after = await RankProcesses.RunAsync(task with { Attempt = 2, WorldSize = 2 });

        Assert.Equal("0/1", after[0].Position);
        Assert.Equal((2, 24), (after[0].Losses.Length, after[0].Images));
        Assert.NotNull(after[0].Digest);
    }

    private static async Task AssertUndisturbedAsync(RankTask task, RankOutcome[] after)
    {
        if (!Undisturbed.TryGetValue(task.TrainImages, out var calm))
        {
            // Elsewhere, so that it does not find the checkpoints.
            using var elsewhere = new TemporaryFolder();
            calm = (await RankProcesses.RunAsync(task with { Folder = elsewhere.FullPath }))[0];
            Undisturbed.Add(task.TrainImages, calm);
        }

        Assert.All(after, rank => Assert.Equal((calm.Digest, calm.TestLoss), (rank.Digest, rank.TestLoss)));
    }
}

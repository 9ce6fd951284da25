using System.Text.Json;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Tests.Loop;
using ResNet.Distributed.Training.Tests.Models;

namespace ResNet.Distributed.Training.Tests.DataParallel;

/// <summary>Shards against lists that PyTorch's DistributedSampler made (Python/ddp_traces.py).</summary>
[Collection(nameof(TorchTests))]
public sealed class DistributedSamplerTests
{
    [Fact]
    public void Shards_are_PyTorchs_index_for_index()
    {
        var cases = JsonSerializer.Deserialize<Case[]>(
            File.ReadAllText(Repository.TestFile("DataParallel", "distributed-sampler.json")), JsonSerializerOptions.Web)!;

        Assert.True(cases.Length > 10);
        Assert.All(cases, expected =>
        {
            var shard = new Sampler(expected.Count, shuffle: true, expected.Seed, expected.Rank, expected.World).Shard(expected.Epoch);
            Assert.Equal(expected.Length, shard.Length);
            Assert.Equal(expected.First, shard[..expected.First.Length]);
            Assert.Equal(expected.Last, shard[^expected.Last.Length..]);
        });
    }

    [Theory]
    [InlineData(24, 8, 2)]
    [InlineData(23, 8, 4)]
    [InlineData(50_000, 128, 4)]
    public void All_ranks_batches_are_what_one_rank_has_as_its_batch_of_that_step(int count, int batch, int world)
    {
        var alone = new Sampler(count, shuffle: true, seed: 3).Shard(epoch: 1);
        var shards = Enumerable.Range(0, world).Select(rank => new Sampler(count, shuffle: true, seed: 3, rank, world).Shard(epoch: 1)).ToArray();

        for (var step = 0; step < count / batch; step++)
        {
            var together = shards.SelectMany(shard => shard.Skip(step * batch / world).Take(batch / world));
            Assert.Equal(alone[(step * batch)..((step + 1) * batch)].Order(), together.Order());
        }
    }

    private sealed record Case(int Count, int World, int Rank, long Seed, int Epoch, int Length, int[] First, int[] Last);
}

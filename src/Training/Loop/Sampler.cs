using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Loop;

/// <summary>
/// Which images a rank visits in an epoch, and in which order: a function of the seed, the epoch, the rank and the world size, and of
/// nothing that ran before. Index for index those of PyTorch's DistributedSampler: <c>torch.randperm</c> from a generator seeded with
/// seed + epoch, lengthened by its own beginning until the ranks can share it evenly, of which rank r takes every k-th from the r-th on.
/// </summary>
/// <remarks>
/// So the batches of all ranks together are what one rank alone would have as its batch of that step, whatever the world size: a run
/// can go on in the middle of an epoch with more or fewer ranks.
/// </remarks>
/// <param name="count">Number of images, 1 or more.</param>
/// <param name="shuffle">Whether to shuffle; otherwise every epoch goes from first to last.</param>
/// <param name="seed">The run's seed.</param>
/// <param name="rank">From 0.</param>
/// <param name="worldSize">Number of ranks, 1 or more.</param>
internal sealed class Sampler(int count, bool shuffle, long seed, int rank = 0, int worldSize = 1)
{
    /// <summary>The images' indices in the order of this epoch: as many for every rank.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    public int[] Shard(int epoch)
    {
        var order = Order(epoch);
        var shard = new int[(count + worldSize - 1) / worldSize];
        for (var i = 0; i < shard.Length; i++)
        {
            shard[i] = order[(int)((rank + ((long)i * worldSize)) % count)];
        }

        return shard;
    }

    private int[] Order(int epoch)
    {
        if (!shuffle)
        {
            return [.. Enumerable.Range(0, count)];
        }

        using var generator = new Generator(unchecked((ulong)(seed + epoch)));
        using var permutation = randperm(count, generator: generator);
        return [.. permutation.data<long>().Select(index => (int)index)];
    }
}

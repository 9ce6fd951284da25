using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Loop;

/// <summary>
/// The order in which an epoch visits the images: a function of the seed and the epoch, and of nothing that ran before. A shuffled
/// order is <c>torch.randperm</c> from a generator seeded with seed + epoch, as PyTorch's DistributedSampler has it.
/// </summary>
/// <param name="count">Number of images.</param>
/// <param name="shuffle">Whether to shuffle; otherwise every epoch goes from first to last.</param>
/// <param name="seed">The run's seed.</param>
internal sealed class Sampler(int count, bool shuffle, long seed)
{
    /// <summary>The images' indices in the order of this epoch.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    public int[] Order(int epoch)
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

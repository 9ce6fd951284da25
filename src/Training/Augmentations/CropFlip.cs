using ResNet.Distributed.Training.Data.Synthetic;

namespace ResNet.Distributed.Training.Augmentations;

/// <summary>
/// The usual augmentation of CIFAR (He et al., "Deep Residual Learning for Image Recognition", CVPR 2016, section 4.2): the image with four
/// pixels of black on each side, a random 32×32 piece of that, and every other one mirrored.
/// </summary>
/// <param name="seed">The run's seed.</param>
/// <param name="epoch">The epoch, from 0.</param>
/// <remarks>
/// What becomes of an image is a function of the seed, the epoch and its place in the data set, of nothing that ran before and of no other
/// image: so it is the same whatever the world size, and in a run that goes on from a checkpoint.
/// </remarks>
internal readonly struct CropFlip(long seed, int epoch)
{
    private const int Side = 32;
    private const int Padding = 4;

    /// <summary>Writes an image's crop.</summary>
    /// <param name="image">3×32×32 bytes: channel, row, column.</param>
    /// <param name="index">The image's place in the data set.</param>
    /// <param name="values">What each of the 256 bytes becomes.</param>
    /// <param name="target">3×32×32 numbers; all are written.</param>
    public void Write(ReadOnlySpan<byte> image, int index, ReadOnlySpan<float> values, Span<float> target)
    {
        var (down, right, mirrored) = Choose(index);
        var (first, last) = (Math.Max(0, right), Math.Min(Side, Side + right));
        target.Clear();
        for (var row = 0; row < 3 * Side; row++)
        {
            var (channel, y) = (row / Side, (row % Side) + down);
            if (y is < 0 or >= Side)
            {
                continue;
            }

            var source = image.Slice(((channel * Side) + y) * Side, Side);
            var written = target.Slice(row * Side, Side);
            for (var x = first; x < last; x++)
            {
                written[mirrored ? Side - 1 - (x - right) : x - right] = values[source[x]];
            }
        }
    }

    /// <summary>Where the piece lies beside the image, -4 to 4 pixels, and whether it is mirrored.</summary>
    internal (int Down, int Right, bool Mirrored) Choose(int index)
    {
        var random = new SplitMix64(unchecked((ulong)seed));
        random = new SplitMix64(random.Next() + (uint)epoch);
        random = new SplitMix64(random.Next() + (uint)index);
        return (random.Next((2 * Padding) + 1) - Padding, random.Next((2 * Padding) + 1) - Padding, random.Next(2) == 1);
    }
}

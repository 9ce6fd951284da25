using ResNet.Distributed.Training.Collectives;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.DataParallel;

/// <summary>Mean and variance of each channel over the batches of all ranks.</summary>
/// <param name="Count">Values per channel, over all ranks.</param>
/// <param name="Mean">By channel.</param>
/// <param name="Variance">By channel; the sum of squared deviations divided by the count.</param>
internal sealed record BatchStatistics(double Count, double[] Mean, double[] Variance)
{
    /// <summary>The same divided by one less than the count, as BatchNorm's running variance wants it.</summary>
    public double[] UnbiasedVariance => [.. Variance.Select(variance => variance * Count / (Count - 1))];

    /// <summary>
    /// Computes them: each rank its own, which are then put together in the order of the ranks by the formula of Chan, Golub and LeVeque
    /// (1979, "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances"), in double precision.
    /// </summary>
    /// <param name="input">This rank's batch, of shape (N, C, H, W).</param>
    /// <param name="ranks">All ranks.</param>
    public static BatchStatistics Of(Tensor input, ICollective ranks)
    {
        var channels = (int)input.shape[1];
        var all = new double[ranks.WorldSize * Stride(channels)];
        Fill(all.AsSpan(ranks.Rank * Stride(channels), Stride(channels)), input);

        // Every rank fills its own part only: the sum has all of them.
        ranks.AllReduce(all);
        return Combine(all, channels);
    }

    private static int Stride(int channels) => 1 + (2 * channels);

    private static void Fill(Span<double> own, Tensor input)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var channels = (int)input.shape[1];
        var mean = input.mean([0, 2, 3]);
        var deviation = input - mean.view(1, channels, 1, 1);
        own[0] = input.numel() / channels;
        Copy(mean, own.Slice(1, channels));
        Copy(deviation.mul_(deviation).sum([0, 2, 3]), own.Slice(1 + channels, channels));
    }

    private static void Copy(Tensor values, Span<double> target) => values.to_type(ScalarType.Float64).cpu().data<double>().ToArray().CopyTo(target);

    private static BatchStatistics Combine(ReadOnlySpan<double> all, int channels)
    {
        var (count, mean, squares) = (0.0, new double[channels], new double[channels]);
        for (var rank = 0; rank < all.Length / Stride(channels); rank++)
        {
            var other = all.Slice(rank * Stride(channels), Stride(channels));
            var sum = count + other[0];
            for (var c = 0; c < channels; c++)
            {
                var delta = other[1 + c] - mean[c];
                squares[c] += other[1 + channels + c] + (delta * delta * count * other[0] / sum);
                mean[c] += delta * other[0] / sum;
            }

            count = sum;
        }

        return new BatchStatistics(count, mean, [.. squares.Select(square => square / count)]);
    }
}

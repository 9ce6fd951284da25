using ResNet.Distributed.Training.Collectives;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.DataParallel;

/// <summary>
/// Mean and variance of each channel over the batches of all ranks, rounded where PyTorch's BatchNorm rounds on a CPU (values and squares in the input's
/// precision, sums in double), so that several ranks have the bits of one: where a difference in the last bit moves a value past zero, the ReLU behind
/// it makes half a percent of the gradient of it.
/// </summary>
/// <param name="Count">Values per channel, over all ranks.</param>
/// <param name="Mean">By channel, in the input's precision.</param>
/// <param name="Variance">By channel, in the input's precision: the sum of squared deviations divided by the count.</param>
internal sealed record BatchStatistics(double Count, double[] Mean, double[] Variance)
{
    /// <summary>The same divided by one less than the count, as BatchNorm's running variance wants it.</summary>
    public double[] UnbiasedVariance => [.. Variance.Select(variance => variance * Count / (Count - 1))];

    /// <summary>1 / √(variance + ε) of each channel.</summary>
    /// <param name="epsilon">ε, above 0.</param>
    public double[] InverseDeviation(double epsilon) => [.. Variance.Select(variance => 1 / Math.Sqrt(variance + epsilon))];

    /// <summary>Computes them in two passes, the second with the mean of all ranks; two sums over the ranks, in their order.</summary>
    /// <param name="input">This rank's batch, of shape (N, C, H, W), in single or double precision.</param>
    /// <param name="ranks">All ranks.</param>
    public static BatchStatistics Of(Tensor input, ICollective ranks)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var channels = (int)input.shape[1];
        double[] sums = [.. Sum(input), (double)input.numel() / channels];
        ranks.AllReduce(sums);
        var count = sums[channels];
        double[] mean = [.. sums.Take(channels).Select(sum => Rounded(sum / count, input.dtype))];

        var deviation = input - tensor(mean, input.dtype, input.device).view(1, channels, 1, 1);
        var squares = Sum(deviation.mul_(deviation));
        ranks.AllReduce(squares);
        return new BatchStatistics(count, mean, [.. squares.Select(square => Rounded(Rounded(square, input.dtype) / count, input.dtype))]);
    }

    private static double[] Sum(Tensor values) => values.sum([0, 2, 3], type: ScalarType.Float64).cpu().data<double>().ToArray();

    private static double Rounded(double value, ScalarType type) => type == ScalarType.Float64 ? value : (float)value;
}

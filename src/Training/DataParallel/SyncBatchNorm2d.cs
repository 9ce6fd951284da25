using ResNet.Distributed.Training.Collectives;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.DataParallel;

/// <summary>BatchNorm over (N, C, H, W) whose batch is that of all ranks, forward and backward: PyTorch's SyncBatchNorm.</summary>
/// <param name="features">Channels C.</param>
/// <param name="ranks">Sums the statistics; every rank calls in the same order.</param>
internal sealed class SyncBatchNorm2d(int features, ICollective ranks)
    : BatchNorm(features, Epsilon, Momentum, affine: true, track_running_stats: true, device: null, dtype: null, nameof(SyncBatchNorm2d))
{
    private const double Epsilon = 1e-5;
    private const double Momentum = 0.1;

    /// <summary>(N, C, H, W) → the same shape; in training the running statistics move.</summary>
    public override Tensor forward(Tensor input)
    {
        if (!training)
        {
            return base.forward(input);
        }

        // Statistics and what is made of them are of the weights' type, as in torch's own.
        using var wide = input.to(weight.dtype);
        using var output = Normalise(wide);
        return output.to(input.dtype);
    }

    private Tensor Normalise(Tensor input)
    {
        var statistics = BatchStatistics.Of(input, ranks);
        using (no_grad())
        {
            Move(running_mean!, statistics.Mean);
            Move(running_var!, statistics.UnbiasedVariance);
            num_batches_tracked!.add_(1);
        }

        return SyncBatchNormFunction.apply(input, weight, bias!, statistics, ranks, Epsilon);
    }

    protected override void ValidateInputDimensions(Tensor input)
    {
        if (input.Dimensions != 4)
        {
            throw new ArgumentException($"The input has {input.Dimensions} dimensions; expected (N, C, H, W).", nameof(input));
        }
    }

    private static void Move(Tensor running, double[] now)
    {
        using var value = tensor(now, running.dtype, running.device);
        running.mul_(1 - Momentum).add_(value, alpha: Momentum);
    }
}

using ResNet.Distributed.Training.Collectives;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.DataParallel;

/// <summary>
/// y = (x − mean) / √(variance + ε) · weight + bias with the statistics of all ranks, and its gradients (Ioffe and Szegedy, 2015, "Batch
/// Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift", section 3), in which the sums over the batch
/// are over all ranks as well. The gradients of weight and bias are this rank's share: they are summed with all others.
/// </summary>
internal sealed class SyncBatchNormFunction : autograd.SingleTensorFunction<SyncBatchNormFunction>
{
    public override string Name => nameof(SyncBatchNormFunction);

    /// <summary>Arguments: input, weight, bias, <see cref="BatchStatistics"/>, <see cref="ICollective"/>, ε.</summary>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (input, weight, bias) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2]);
        var (statistics, epsilon) = ((BatchStatistics)vars[3], (double)vars[5]);
        var mean = tensor(statistics.Mean, input.dtype, input.device);
        var inverse = tensor(statistics.InverseDeviation(epsilon), input.dtype, input.device);
        using var scale = inverse * weight;
        using var one = ones_like(inverse);
        ctx.save_for_backward([input, weight, mean, inverse]);
        ctx.save_data("count", statistics.Count);
        ctx.save_data("ranks", vars[4]);

        // With a variance of 1 the kernel multiplies by the scale as it is: the operations, and so the bits, of a BatchNorm in training.
        return nn.functional.batch_norm(input, mean, one, scale, bias, training: false, momentum: 0, eps: 0);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        if (ctx.get_saved_variables() is not [var input, var weight, var mean, var inverse])
        {
            throw new InvalidOperationException("Four tensors were saved.");
        }

        var channels = mean.shape[0];
        Tensor Broad(Tensor perChannel) => perChannel.view(1, channels, 1, 1);
        var centred = input - Broad(mean);
        var sum = grad_output.sum([0, 2, 3]);
        var sumOfProducts = (grad_output * centred).sum([0, 2, 3]);
        var (meanGradient, meanProduct) = Averages(ctx, sum, sumOfProducts);
        var ofInput = centred.mul_(Broad(-(inverse * inverse * meanProduct))).add_(grad_output).sub_(Broad(meanGradient)).mul_(Broad(inverse * weight));
        return [ofInput.MoveToOuterDisposeScope(), (sumOfProducts * inverse).MoveToOuterDisposeScope(), sum.MoveToOuterDisposeScope(), null!, null!, null!];
    }

    private static (Tensor Gradient, Tensor Product) Averages(autograd.AutogradContext ctx, Tensor sum, Tensor sumOfProducts)
    {
        var ranks = (ICollective)ctx.get_data("ranks");
        var sums = cat([sum, sumOfProducts]).to_type(ScalarType.Float64).cpu();
        ranks.AllReduce(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(sums.bytes));
        var averages = (sums / (double)ctx.get_data("count")).to(sum.dtype).to(sum.device);
        return (averages.narrow(0, 0, sum.shape[0]), averages.narrow(0, sum.shape[0], sum.shape[0]));
    }
}

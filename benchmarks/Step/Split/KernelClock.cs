using System.Diagnostics;
using ResNet.Distributed.Measuring;
using static TorchSharp.torch;

namespace ResNet.Distributed.Step.Split;

/// <summary>Times single kernels.</summary>
internal static class KernelClock
{
    private const int Times = 5;

    /// <summary>Seconds of a kernel without gradients; the median of several.</summary>
    public static double Forward(Action kernel)
    {
        using var noGrad = no_grad();
        return Median(() => Time(kernel));
    }

    /// <summary>Seconds of the way back from a result to what it was made of.</summary>
    /// <param name="make">Makes the result, anew for each way back; that does not count.</param>
    /// <param name="inputs">What gradients are wanted of.</param>
    public static double Backward(Func<Tensor> make, params Tensor[] inputs) => Median(() =>
    {
        var output = make();
        var gradient = output.dim() == 0 ? ones_like(output) : randn_like(output);
        return Time(() => autograd.grad([output], inputs, [gradient]));
    });

    private static double Median(Func<double> measure)
    {
        Once();
        return Spread.Of(Enumerable.Range(0, Times).Select(_ => Once()).ToArray()).Median;

        double Once()
        {
            using var scope = NewDisposeScope();
            return measure();
        }
    }

    private static double Time(Action kernel)
    {
        var start = Stopwatch.GetTimestamp();
        kernel();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

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
        return Time(kernel);
    }

    /// <summary>Seconds of the way back from a result to what it was made of.</summary>
    /// <param name="output">The result.</param>
    /// <param name="inputs">What gradients are wanted of.</param>
    public static double Backward(Tensor output, params Tensor[] inputs)
    {
        using var gradient = output.dim() == 0 ? ones_like(output) : randn_like(output);
        return Time(() => autograd.grad([output], inputs, [gradient], retain_graph: true));
    }

    private static double Time(Action kernel)
    {
        Once(kernel);
        return Spread.Of(Enumerable.Range(0, Times).Select(_ => Once(kernel)).ToArray()).Median;
    }

    private static double Once(Action kernel)
    {
        using var scope = NewDisposeScope();
        var start = Stopwatch.GetTimestamp();
        kernel();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

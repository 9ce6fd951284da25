using System.Diagnostics;
using ResNet.Distributed.Measuring;
using static TorchSharp.torch;

namespace ResNet.Distributed.Step;

/// <summary>What the processor can do: a large product of matrices of float32.</summary>
internal static class MatrixProduct
{
    private const int Size = 2048;
    private const int Times = 8;

    /// <summary>GFLOP/s with torch's threads; the median of several products.</summary>
    public static double Measure()
    {
        using var scope = NewDisposeScope();
        var (left, right) = (rand(Size, Size), rand(Size, Size));
        mm(left, right).Dispose();
        var speeds = Enumerable.Range(0, Times).Select(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            mm(left, right).Dispose();
            return 2.0 * Size * Size * Size / 1e9 / Stopwatch.GetElapsedTime(start).TotalSeconds;
        });
        return Spread.Of(speeds.ToArray()).Median;
    }
}

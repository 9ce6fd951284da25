namespace ResNet.Distributed.GpuWorker.Telemetry;

/// <summary>
/// Upper bounds of the histograms' buckets, in seconds. A step takes some milliseconds on a GPU and many seconds on a core; bounds that
/// grow by two to two and a half keep a quantile right to within as much.
/// </summary>
internal static class Buckets
{
    /// <summary>A step, a checkpoint's writing.</summary>
    public static readonly double[] Step = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60];

    /// <summary>What a step waits for: nothing at all, where all is well.</summary>
    public static readonly double[] Wait = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>An epoch: from seconds to hours.</summary>
    public static readonly double[] Epoch = [0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200];
}

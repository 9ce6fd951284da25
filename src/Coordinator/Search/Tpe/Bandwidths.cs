namespace ResNet.Distributed.Coordinator.Search.Tpe;

/// <summary>How wide kernels are.</summary>
internal static class Bandwidths
{
    private const double Magnitude = 0.2;

    /// <summary>
    /// Standard deviations in parts of the unit interval, for each trial: by Scott's rule ("Multivariate Density Estimation", 1992), n^(-1/(d+4)) for n trials in d dimensions,
    /// and not below 1 / min(100, 2 + n), so that a search goes on exploring.
    /// </summary>
    public static double[] Of(double[] coordinates, int dimensions)
    {
        var count = coordinates.Length;
        var narrowest = 1 / Math.Min(100.0, 2 + count);
        var width = Math.Clamp(Magnitude * Math.Pow(Math.Max(count, 1), -1.0 / (dimensions + 4)), narrowest, 1);
        return [.. Enumerable.Repeat(width, count)];
    }
}

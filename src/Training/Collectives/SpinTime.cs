using System.Diagnostics;

namespace ResNet.Distributed.Training.Collectives;

/// <summary>
/// How long a wait looks again and again before it sleeps. A peer that runs at the same time answers within microseconds; one
/// that has no core cannot answer before this rank gives its own away.
/// </summary>
internal static class SpinTime
{
    private const double Microseconds = 30;

    /// <summary>
    /// As the stopwatch's ticks; 0 where the ranks, should they share this machine, have less than a core each.
    /// </summary>
    public static long Ticks(int worldSize) =>
        worldSize <= Environment.ProcessorCount ? (long)(Microseconds * Stopwatch.Frequency / 1e6) : 0;
}

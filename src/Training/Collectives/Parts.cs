namespace ResNet.Distributed.Training.Collectives;

/// <summary>
/// Cuts the values of an all-reduce into one part per rank, in whole cache lines of floats. Part p is summed in the order of the
/// ranks p, p + 1, …, p + k - 1 (mod k), by every transport: the ring passes it on that way.
/// </summary>
/// <param name="count">Values.</param>
/// <param name="worldSize">Parts.</param>
internal readonly struct Parts(long count, int worldSize)
{
    private const int Granularity = 16;

    /// <summary>Values of a part that is neither the last one with any nor after it.</summary>
    public long Size { get; } = (count + (long)Granularity * worldSize - 1) / ((long)Granularity * worldSize) * Granularity;

    /// <summary>A part's first value.</summary>
    public long Start(int part) => Math.Min(part * Size, count);

    /// <summary>The value after a part's last one.</summary>
    public long End(int part) => Math.Min((part + 1) * Size, count);

    /// <summary>The part of a value, 0 to <paramref name="value"/> &lt; count.</summary>
    public int Of(long value) => (int)(value / Size);
}

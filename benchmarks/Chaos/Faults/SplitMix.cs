namespace ResNet.Distributed.Chaos.Faults;

/// <summary>Steele, Lea and Flood's generator: the same numbers on every machine and with every version of .NET.</summary>
internal sealed class SplitMix(long seed, ulong stream)
{
    private ulong _state = Mix((ulong)seed + Mix(stream));

    /// <summary>From 0, below <paramref name="count"/>.</summary>
    public int Below(int count) => (int)(Unit() * count);

    /// <summary>From 0, below 1.</summary>
    public double Unit()
    {
        _state += 0x9e37_79b9_7f4a_7c15;
        return (Mix(_state) >> 11) * (1.0 / (1UL << 53));
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xbf58_476d_1ce4_e5b9;
        z = (z ^ (z >> 27)) * 0x94d0_49bb_1331_11eb;
        return z ^ (z >> 31);
    }
}

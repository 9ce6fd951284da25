namespace ResNet.Distributed.Training.Data.Synthetic;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014): one add and two
/// multiply-xorshift rounds on a 64-bit state. Its numbers are the same on every machine and runtime.
/// </summary>
internal struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 to below the bound, which is small enough for its bias not to matter.</summary>
    public int Next(int bound) => (int)(Next() >> 33) % bound;
}

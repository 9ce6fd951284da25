namespace ResNet.Distributed.Coordinator.Search;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014). Not System.Random: a sweep that
/// is resumed under a later .NET must suggest what it suggested before.
/// </summary>
internal sealed class RandomStream(ulong state)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state = state;

    /// <summary>The stream of one parameter of one trial.</summary>
    public static RandomStream For(long seed, int number, string parameter) =>
        new(Mix(Mix(Mix((ulong)seed + Golden) ^ (ulong)number) ^ Fnv1a(parameter)));

    /// <summary>64 bits, each as likely 0 as 1.</summary>
    public ulong Next() => Mix(_state += Golden);

    /// <summary>From 0, below 1, in steps of 2^-53.</summary>
    public double NextUnit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From 0, below <paramref name="bound"/> (at least 1), without bias: draws from the incomplete last round are drawn again.</summary>
    public ulong NextBelow(ulong bound)
    {
        // 2^64 mod bound: so many of the lowest draws have one chance too many.
        var surplus = (0 - bound) % bound;
        var drawn = Next();
        while (drawn < surplus)
        {
            drawn = Next();
        }

        return drawn % bound;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>The 64-bit FNV-1a hash: string.GetHashCode differs from process to process.</summary>
    private static ulong Fnv1a(string text)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 0x100000001B3;
        }

        return hash;
    }
}

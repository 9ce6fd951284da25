namespace ResNet.Distributed.Coordinator.Search.Sobol;

/// <summary>
/// Nested uniform scrambling (Owen, "Randomly permuted (t,m,s)-nets and (t,s)-sequences", 1995): each digit of a coordinate is flipped or
/// not by a coin that belongs to the digits before it. It makes a point uniform, and keeps the evenness of all of them. The coins are
/// hashes, so that no tree of them is kept.
/// </summary>
/// <param name="key">Decides all coins of one dimension.</param>
internal readonly struct OwenScrambling(ulong key)
{
    /// <summary>The scrambled coordinate.</summary>
    public uint Apply(uint coordinate)
    {
        var flips = 0u;
        for (var bit = 0; bit < SobolSequence.Bits; bit++)
        {
            // A node of the tree: the digits before this one, behind a 1 that tells how many they are.
            var node = (1UL << bit) | ((ulong)coordinate >> (SobolSequence.Bits - bit));
            flips = (flips << 1) | (uint)(new RandomStream(key ^ (node * 0xD1342543DE82EF95)).Next() >> 63);
        }

        return coordinate ^ flips;
    }
}

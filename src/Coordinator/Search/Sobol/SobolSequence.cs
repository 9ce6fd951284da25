using System.Collections.Immutable;

namespace ResNet.Distributed.Coordinator.Search.Sobol;

/// <summary>
/// The Sobol sequence in the order of Antonov and Saleev ("An economic method of computing LPτ-sequences", 1979): point n is the
/// exclusive or of the direction numbers at the ones of n's Gray code.
/// </summary>
internal static class SobolSequence
{
    /// <summary>Bits of a coordinate, and of a point's number.</summary>
    public const int Bits = 32;

    private static readonly ImmutableArray<ImmutableArray<uint>> Directions = [.. DirectionNumbers.All.Select(DirectionNumbers.Expand)];

    /// <summary>How many dimensions there are direction numbers for.</summary>
    public static int MostDimensions => Directions.Length;

    /// <summary>One coordinate of a point, as a fraction of 2^32.</summary>
    /// <param name="dimension">From 0.</param>
    /// <param name="point">From 0, the origin.</param>
    public static uint Coordinate(int dimension, uint point)
    {
        var coordinate = 0u;
        for (var (gray, bit) = (point ^ (point >> 1), 0); gray != 0; gray >>= 1, bit++)
        {
            coordinate ^= (gray & 1) == 1 ? Directions[dimension][bit] : 0;
        }

        return coordinate;
    }
}

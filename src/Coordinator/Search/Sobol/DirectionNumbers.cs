using System.Collections.Immutable;

namespace ResNet.Distributed.Coordinator.Search.Sobol;

/// <summary>
/// The first direction numbers of the first dimensions, with their primitive polynomials: the set new-joe-kuo-6.21201 of Joe and Kuo,
/// "Constructing Sobol sequences with better two-dimensional projections", SIAM J. Sci. Comput. 30, 2008.
/// </summary>
/// <param name="Degree">s, of the polynomial x^s + a_1 x^(s-1) + … + a_(s-1) x + 1.</param>
/// <param name="Coefficients">a: a_1 to a_(s-1) as the bits of a number, a_1 the highest.</param>
/// <param name="First">m_1 to m_s.</param>
internal sealed record DirectionNumbers(int Degree, uint Coefficients, ImmutableArray<uint> First)
{
    /// <summary>By dimension; the first one has the van der Corput sequence, which needs none.</summary>
    public static ImmutableArray<DirectionNumbers> All { get; } =
    [
        new(0, 0, []),
        new(1, 0, [1]),
        new(2, 1, [1, 3]),
        new(3, 1, [1, 3, 1]),
        new(3, 2, [1, 1, 1]),
        new(4, 1, [1, 1, 3, 3]),
        new(4, 4, [1, 3, 5, 13]),
        new(5, 2, [1, 1, 5, 5, 17]),
        new(5, 4, [1, 1, 5, 5, 5]),
        new(5, 7, [1, 1, 7, 11, 19]),
        new(5, 11, [1, 1, 5, 1, 1]),
        new(5, 13, [1, 1, 1, 3, 11]),
        new(5, 14, [1, 3, 5, 5, 31]),
        new(6, 1, [1, 3, 3, 9, 7, 49]),
        new(6, 13, [1, 1, 1, 15, 21, 21]),
        new(6, 16, [1, 3, 1, 13, 27, 49]),
        new(6, 19, [1, 1, 1, 15, 7, 5]),
        new(6, 22, [1, 3, 1, 15, 13, 25]),
        new(6, 25, [1, 1, 5, 5, 19, 61]),
        new(7, 1, [1, 3, 7, 11, 23, 15, 103]),
        new(7, 4, [1, 3, 7, 13, 13, 15, 69]),
    ];

    /// <summary>
    /// All direction numbers of a dimension, v_i = m_i / 2^i as a fraction of 2^32, by the recurrence
    /// m_i = 2 a_1 m_(i-1) ⊕ … ⊕ 2^(s-1) a_(s-1) m_(i-s+1) ⊕ 2^s m_(i-s) ⊕ m_(i-s).
    /// </summary>
    public static ImmutableArray<uint> Expand(DirectionNumbers first)
    {
        var degree = first.Degree;
        var directions = new uint[SobolSequence.Bits];
        for (var i = 0; i < directions.Length; i++)
        {
            if (i < degree || degree == 0)
            {
                directions[i] = (degree == 0 ? 1 : first.First[i]) << (SobolSequence.Bits - 1 - i);
                continue;
            }

            // As fractions of 2^32 the powers of two of the recurrence are there already, but for the last term's.
            directions[i] = directions[i - degree] ^ (directions[i - degree] >> degree);
            for (var k = 1; k < degree; k++)
            {
                directions[i] ^= ((first.Coefficients >> (degree - 1 - k)) & 1) * directions[i - k];
            }
        }

        return [.. directions];
    }
}

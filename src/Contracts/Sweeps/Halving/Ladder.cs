using System.Collections.Immutable;

namespace ResNet.Distributed.Contracts.Sweeps.Halving;

/// <summary>Rungs at equal factors from each other, ascending, as epochs done.</summary>
public static class Ladder
{
    /// <summary><paramref name="least"/>, times <paramref name="eta"/>, and so on, below <paramref name="most"/>.</summary>
    public static ImmutableArray<int> From(int least, int most, int eta)
    {
        var rungs = ImmutableArray.CreateBuilder<int>();
        for (long rung = least; rung < most; rung *= eta)
        {
            rungs.Add((int)rung);
        }

        return rungs.ToImmutable();
    }

    /// <summary><paramref name="most"/> divided by powers of <paramref name="eta"/>, rounded down, down to 1 at the least.</summary>
    /// <param name="most">Above all of them.</param>
    /// <param name="depth">How many at most; null: as many as there are.</param>
    /// <param name="eta">From 2.</param>
    public static ImmutableArray<int> To(int most, int? depth, int eta)
    {
        var rungs = new List<int>();
        for (var power = 1; rungs.Count < (depth ?? int.MaxValue) && Power(eta, power) <= most; power++)
        {
            rungs.Insert(0, (int)(most / Power(eta, power)));
        }

        return [.. rungs];
    }

    /// <summary><paramref name="eta"/> to the power of <paramref name="exponent"/>; the largest long where it would be more.</summary>
    internal static long Power(int eta, int exponent)
    {
        var power = 1L;
        for (var i = 0; i < exponent && power < long.MaxValue; i++)
        {
            power = power > long.MaxValue / eta ? long.MaxValue : power * eta;
        }

        return power;
    }
}

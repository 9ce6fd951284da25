using MathNet.Numerics.Distributions;

namespace ResNet.Distributed.Search;

/// <summary>
/// Mann and Whitney's rank test ("On a test of whether one of two random variables is stochastically larger than the other", 1947), by
/// its normal approximation with a correction for ties and continuity.
/// </summary>
internal static class RankTest
{
    /// <summary>How likely it is, were both alike, that the first sample's numbers lie so far below the second's.</summary>
    public static double ChanceOfBeingLower(IReadOnlyList<double> lower, IReadOnlyList<double> higher)
    {
        var (n, m) = ((double)lower.Count, (double)higher.Count);
        var wins = lower.Sum(x => higher.Sum(y => x > y ? 1 : x == y ? 0.5 : 0));
        var ties = lower.Concat(higher).GroupBy(x => x).Sum(group => Math.Pow(group.Count(), 3) - group.Count());
        var deviation = Math.Sqrt(n * m / 12 * (n + m + 1 - (ties / ((n + m) * (n + m - 1)))));
        return deviation == 0 ? 1 : Normal.CDF(0, 1, (wins - (n * m / 2) + 0.5) / deviation);
    }
}

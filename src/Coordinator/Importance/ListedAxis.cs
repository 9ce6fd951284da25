using System.Collections.Immutable;

namespace ResNet.Distributed.Coordinator.Importance;

/// <summary>A list of values, without an order of their own. A coordinate is a place in the list; regions are any of its places.</summary>
/// <param name="shares">How likely each place is, 1 in all.</param>
internal sealed class ListedAxis(ImmutableArray<double> shares) : IAxis
{
    /// <inheritdoc/>
    public Region Whole { get; } = new Places(Enumerable.Range(0, shares.Length), shares);

    /// <inheritdoc/>
    public Cut? BestCut(Region region, Span<double> coordinates, Span<double> values)
    {
        var sums = new double[shares.Length];
        var counts = new int[shares.Length];
        for (var i = 0; i < values.Length; i++)
        {
            sums[(int)coordinates[i]] += values[i];
            counts[(int)coordinates[i]]++;
        }

        // In the order of the means, the best division is a cut in two (Fisher, "On grouping for maximum homogeneity", 1958).
        int[] ordered = [.. Enumerable.Range(0, shares.Length).Where(place => counts[place] > 0).OrderBy(place => sums[place] / counts[place])];
        var mean = sums.Sum() / values.Length;
        var (below, count, best, parts, samples) = (0.0, 0, double.NegativeInfinity, 0, 0);
        for (var i = 0; i < ordered.Length - 1; i++)
        {
            count += counts[ordered[i]];
            below += sums[ordered[i]] - (counts[ordered[i]] * mean);
            var gain = (below * below / count) + (below * below / (values.Length - count));
            (best, parts, samples) = gain > best ? (gain, i + 1, count) : (best, parts, samples);
        }

        return parts == 0 ? null : CutAfter((Places)region, ordered[..parts], ordered[parts..], samples > values.Length - samples, best);
    }

    /// <inheritdoc/>
    public double SquareOfSum(IEnumerable<(Region Region, double Constant)> functions)
    {
        var sums = new double[shares.Length];
        foreach (var (region, constant) in functions)
        {
            foreach (var place in ((Places)region).All)
            {
                sums[place] += constant;
            }
        }

        return sums.Zip(shares, (sum, share) => share * sum * sum).Sum();
    }

    // Places that nothing is known of go with the part that has more samples.
    private Cut CutAfter(Places region, int[] low, int[] high, bool isLowLarger, double gain)
    {
        var unknown = region.All.Except(low).Except(high);
        return new Cut(
            new Places(isLowLarger ? low.Concat(unknown) : low, shares), new Places(isLowLarger ? high : high.Concat(unknown), shares), gain);
    }

    private sealed class Places : Region
    {
        private readonly bool[] _contains;

        public Places(IEnumerable<int> places, ImmutableArray<double> shares)
        {
            All = [.. places];
            Measure = All.Sum(place => shares[place]);
            _contains = new bool[shares.Length];
            foreach (var place in All)
            {
                _contains[place] = true;
            }
        }

        public ImmutableArray<int> All { get; }

        public override double Measure { get; }

        public override bool Contains(double coordinate) => _contains[(int)coordinate];
    }
}

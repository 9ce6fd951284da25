namespace ResNet.Distributed.Coordinator.Importance;

/// <summary>Numbers, as the unit interval on which they are evenly distributed. Its regions are intervals.</summary>
internal sealed class NumberAxis : IAxis
{
    /// <inheritdoc/>
    public Region Whole { get; } = new Interval(0, 1);

    /// <inheritdoc/>
    public Cut? BestCut(Region region, Span<double> coordinates, Span<double> values)
    {
        coordinates.Sort(values);
        var mean = Mean(values);
        var (below, best, at) = (0.0, double.NegativeInfinity, 0);
        for (var i = 1; i < values.Length; i++)
        {
            below += values[i - 1] - mean;
            if (coordinates[i - 1] == coordinates[i])
            {
                continue;
            }

            // Around the mean the sums of both parts are equal but for the sign.
            var gain = (below * below / i) + (below * below / (values.Length - i));
            (best, at) = gain > best ? (gain, i) : (best, at);
        }

        return at == 0 ? null : CutBetween((Interval)region, coordinates[at - 1], coordinates[at], best);
    }

    /// <inheritdoc/>
    public double SquareOfSum(IEnumerable<(Region Region, double Constant)> functions)
    {
        var steps = functions
            .SelectMany(function => Steps((Interval)function.Region, function.Constant))
            .OrderBy(step => step.At)
            .ToArray();
        var (integral, sum, before) = (0.0, 0.0, 0.0);
        foreach (var (at, change) in steps)
        {
            integral += sum * sum * (at - before);
            (sum, before) = (sum + change, at);
        }

        return integral;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    // Between two neighbours among the doubles there is nothing: then the lower one is the border.
    private static Cut CutBetween(Interval region, double low, double high, double gain)
    {
        var middle = (low + high) / 2;
        var border = middle < high ? middle : low;
        return new Cut(new Interval(region.Low, border), new Interval(border, region.High), gain);
    }

    private static IEnumerable<(double At, double Change)> Steps(Interval interval, double constant) =>
        [(interval.Low, constant), (interval.High, -constant)];

    private sealed class Interval(double low, double high) : Region
    {
        public double Low => low;

        public double High => high;

        public override double Measure => high - low;

        public override bool Contains(double coordinate) => coordinate <= high;
    }
}

namespace ResNet.Distributed.AllReduce;

/// <summary>Several measurements of one thing.</summary>
/// <param name="Least">The least.</param>
/// <param name="Median">The median.</param>
/// <param name="Most">The most.</param>
internal sealed record Spread(double Least, double Median, double Most)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return new Spread(sorted[0], (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[^1]);
    }
}

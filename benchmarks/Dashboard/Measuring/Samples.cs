namespace ResNet.Distributed.Dashboard.Measuring;

/// <summary>Several measurements of one thing, in seconds.</summary>
/// <param name="Least">The least.</param>
/// <param name="Median">The median.</param>
/// <param name="Most">The most.</param>
/// <param name="Count">How many.</param>
internal sealed record Samples(double Least, double Median, double Most, int Count)
{
    /// <summary>Sorts them.</summary>
    public static Samples Of(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        return new Samples(sorted[0], (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[^1], sorted.Length);
    }
}

using System.Globalization;

namespace ResNet.Distributed.Measuring;

/// <summary>Several measurements of one thing.</summary>
/// <param name="Least">The least.</param>
/// <param name="Median">The median.</param>
/// <param name="Most">The most.</param>
public sealed record Spread(double Least, double Median, double Most)
{
    /// <summary>Sorts them; there is at least one.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return new Spread(sorted[0], (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[^1]);
    }

    /// <summary>Of the quotients of measurements that were made side by side, round by round.</summary>
    public static Spread OfRatios(IEnumerable<double> ours, IEnumerable<double> theirs) => Of(ours.Zip(theirs, (our, their) => our / their));

    /// <summary>The median, then the least and the most in brackets.</summary>
    /// <param name="format">Of each number, such as <c>0.00</c>.</param>
    /// <param name="factor">What each is multiplied by, such as 1000 for milliseconds.</param>
    public string Text(string format, double factor = 1)
    {
        return $"{Number(Median)} ({Number(Least)} to {Number(Most)})";

        string Number(double value) => (factor * value).ToString(format, CultureInfo.InvariantCulture);
    }
}

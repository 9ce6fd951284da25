using System.Globalization;

namespace ResNet.Distributed.Measuring;

/// <summary>A figure beside what it was to be.</summary>
/// <param name="Figure">What was measured, with its unit.</param>
/// <param name="Wanted">What it was to be.</param>
/// <param name="Found">What it is.</param>
/// <param name="IsMet">Whether that is what it was to be.</param>
public sealed record Goal(string Figure, string Wanted, string Found, bool IsMet)
{
    /// <summary>A figure whose median is to be so much or more.</summary>
    public static Goal AtLeast(string figure, double wanted, Spread found, string format) =>
        new(figure, $"at least {Number(wanted)}", found.Text(format), found.Median >= wanted);

    /// <summary>A figure whose median is to be so much or less.</summary>
    public static Goal AtMost(string figure, double wanted, Spread found, string format) =>
        new(figure, $"at most {Number(wanted)}", found.Text(format), found.Median <= wanted);

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}

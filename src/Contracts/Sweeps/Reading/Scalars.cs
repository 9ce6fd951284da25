using System.Globalization;

namespace ResNet.Distributed.Contracts.Sweeps.Reading;

/// <summary>Reads numbers from nodes; null where the node is no such number or it is out of range.</summary>
internal static class Scalars
{
    public static long? Whole(YamlNode node, long min, long max) =>
        node is YamlScalar { Kind: ScalarKind.Integer } scalar
        && long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number >= min && number <= max
            ? number
            : null;

    public static string WholeExpected(long min, long max) =>
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}");

    /// <summary>Above 0 and at most <paramref name="max"/>: no infinity, no NaN, nothing that underflows to 0.</summary>
    public static double? Positive(YamlNode node, double max) =>
        node is YamlScalar { Kind: ScalarKind.Integer or ScalarKind.Real } scalar
        && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number > 0 && number <= max
            ? number
            : null;

    /// <summary>Between two bounds, both allowed: no infinity, no NaN.</summary>
    public static double? Number(YamlNode node, double min, double max) =>
        node is YamlScalar { Kind: ScalarKind.Integer or ScalarKind.Real } scalar
        && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number >= min && number <= max
            ? number
            : null;
}

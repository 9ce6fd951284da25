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

    /// <summary>Between two numbers, both allowed: no infinity, no NaN, and nothing that underflows to 0 without being written as 0.</summary>
    public static double? Real(YamlNode node, double min, double max) =>
        node is YamlScalar { Kind: ScalarKind.Integer or ScalarKind.Real } scalar
        && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number >= min && number <= max
        && (number != 0 || !HasDigitAboveZero(scalar.Text))
            ? number == 0 ? 0 : number
            : null;

    // Up to the exponent: 0e5 is 0.
    private static bool HasDigitAboveZero(string text) => text.AsSpan()[..(text.AsSpan().IndexOfAny('e', 'E') is var end and >= 0 ? end : text.Length)].ContainsAnyInRange('1', '9');
}

using System.Globalization;

namespace ResNet.Distributed.Contracts.Sweeps;

/// <summary>One thing that is wrong with a sweep file.</summary>
/// <param name="Line">From 1; 0 where the fault is in the file as a whole.</param>
/// <param name="Key">The key, with its parents: <c>parameters.lr.min</c>; empty for the file as a whole.</param>
/// <param name="Value">What was found, shortened; empty where something is missing.</param>
/// <param name="Expected">What would have been right, as a phrase.</param>
[GenerateSerializer, Immutable]
public sealed record SweepFault(
    [property: Id(0)] int Line, [property: Id(1)] string Key, [property: Id(2)] string Value, [property: Id(3)] string Expected)
{
    /// <summary>One line for people: <c>line 7: parameters.lr.min: found 'abc', expected a number above 0</c>.</summary>
    public override string ToString()
    {
        var place = Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"line {Line}: ") : "";
        var key = Key.Length > 0 ? $"{Key}: " : "";
        var found = Value.Length > 0 ? $"found '{Value}', " : "";
        return $"{place}{key}{found}expected {Expected}";
    }
}

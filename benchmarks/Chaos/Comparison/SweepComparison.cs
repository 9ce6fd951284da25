using System.Collections.Immutable;

namespace ResNet.Distributed.Chaos.Comparison;

/// <summary>A sweep that ran under faults, held against the calm one.</summary>
/// <param name="Sweep">Its name.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Rows">Trials compared.</param>
/// <param name="EqualRows">Those of which every column and every epoch is equal.</param>
/// <param name="Differences">What differs, a line each.</param>
internal sealed record SweepComparison(string Sweep, double Seconds, int Rows, int EqualRows, ImmutableArray<string> Differences)
{
    /// <summary>Whether nothing differs.</summary>
    public bool Equal => Differences.IsEmpty;
}

using System.Collections.Immutable;

namespace ResNet.Distributed.Coordinator.Dashboard.Parallel;

/// <summary>One trial's line over all axes.</summary>
/// <param name="Trial">The trial's number.</param>
/// <param name="Positions">On each axis 0 to 1, or null.</param>
/// <param name="Values">On each axis, as people see them.</param>
/// <param name="Merit">0 (the worst of all) to 1 (the best) by its rank in the sweep's metric; null without a value.</param>
public sealed record ParallelLine(int Trial, ImmutableArray<double?> Positions, ImmutableArray<string> Values, double? Merit)
{
    /// <summary>Whether the line passes through every marked stretch.</summary>
    public bool Passes(IReadOnlyDictionary<int, Stretch> stretches) => stretches.All(stretch =>
        Positions[stretch.Key] is { } position && position >= stretch.Value.Low && position <= stretch.Value.High);
}

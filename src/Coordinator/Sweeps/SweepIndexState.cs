using System.Collections.Immutable;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>The stored list of sweeps.</summary>
internal sealed record SweepIndexState
{
    /// <summary>Names, in the order of submission.</summary>
    public ImmutableArray<string> Sweeps { get; init; } = [];

    /// <summary>Those that are not over.</summary>
    public ImmutableHashSet<string> Open { get; init; } = [];
}

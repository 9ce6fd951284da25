using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Pool;

/// <summary>A trial that waits for workers.</summary>
/// <param name="Trial">Which one.</param>
/// <param name="Sizes">The numbers of workers that it can have, the smallest first; at least one.</param>
internal sealed record WaitingTrial(TrialId Trial, ImmutableArray<int> Sizes)
{
    /// <summary>With fewer it waits.</summary>
    public int Least => Sizes[0];

    /// <summary>The most that it takes of so many; 0 where they are too few.</summary>
    public int SizeFor(int free) => Sizes.LastOrDefault(size => size <= free);
}

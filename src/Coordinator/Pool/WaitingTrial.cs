using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Coordinator.Pool;

/// <summary>A trial that waits for workers.</summary>
/// <param name="Trial">Which one.</param>
/// <param name="Sizes">The numbers of workers that it can have, the smallest first; at least one.</param>
/// <param name="Data">The images that they must have loaded; null for any.</param>
internal sealed record WaitingTrial(TrialId Trial, ImmutableArray<int> Sizes, DataContent? Data = null)
{
    /// <summary>With fewer it waits.</summary>
    public int Least => Sizes[0];

    /// <summary>The most that it takes of so many; 0 where they are too few.</summary>
    public int SizeFor(int free) => Sizes.LastOrDefault(size => size <= free);
}

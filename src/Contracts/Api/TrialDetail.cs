using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Api;

/// <summary>One trial with all its epochs and attempts.</summary>
/// <param name="Trial">As in the list of trials.</param>
/// <param name="Epochs">Every epoch done, in order.</param>
/// <param name="Attempts">Every attempt, in order.</param>
[GenerateSerializer, Immutable]
public sealed record TrialDetail(
    [property: Id(0)] TrialView Trial,
    [property: Id(1)] ImmutableArray<EpochMetrics> Epochs,
    [property: Id(2)] ImmutableArray<AttemptView> Attempts)
{
    /// <summary>What it took over from other trials, in order; empty but in a population.</summary>
    [Id(30)]
    public ImmutableArray<Exploit> Lineage { get; init; } = [];
}

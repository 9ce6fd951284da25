using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Contracts.Api;

/// <summary>What became of a submitted sweep.</summary>
/// <param name="Outcome">Whether it was new.</param>
/// <param name="Sweep">The sweep of that name as it stands now; null for <see cref="SubmitOutcome.Refused"/>.</param>
/// <param name="Differences">For <see cref="SubmitOutcome.Conflict"/>: what differs from the sweep that has the name already, a line each.</param>
[GenerateSerializer, Immutable]
public sealed record SubmitResult(
    [property: Id(0)] SubmitOutcome Outcome,
    [property: Id(1)] SweepView? Sweep,
    [property: Id(2)] ImmutableArray<string> Differences)
{
    /// <summary>For <see cref="SubmitOutcome.Refused"/>: why.</summary>
    [Id(3)]
    public SweepFault? Fault { get; init; }
}

using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Workers;

/// <summary>A worker given to a trial until it is released or the worker is lost.</summary>
/// <param name="Id">Unique.</param>
/// <param name="Trial">Who has it.</param>
/// <param name="Worker">What it has.</param>
[GenerateSerializer, Immutable]
public sealed record Lease(
    [property: Id(0)] Guid Id,
    [property: Id(1)] TrialId Trial,
    [property: Id(2)] WorkerId Worker);

using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Workers;

/// <summary>What a worker holds: an attempt that trains, or one whose last report is not yet delivered.</summary>
/// <param name="Lease">The lease that the assignment named.</param>
/// <param name="Attempt">The attempt's number.</param>
/// <param name="Progress">How far it is; null before the first step.</param>
[GenerateSerializer, Immutable]
public sealed record RunningAttempt(
    [property: Id(0)] Lease Lease,
    [property: Id(1)] int Attempt,
    [property: Id(2)] TrialProgress? Progress);

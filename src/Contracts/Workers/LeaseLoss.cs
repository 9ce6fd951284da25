using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Workers;

/// <summary>A lease that is over because its worker is gone.</summary>
/// <param name="Lease">Which lease.</param>
/// <param name="Kind">How the worker was lost.</param>
/// <param name="Reason">The same for people.</param>
/// <param name="Progress">How far the worker was when it was last heard of; null when it had not begun.</param>
[GenerateSerializer, Immutable]
public sealed record LeaseLoss(
    [property: Id(0)] Guid Lease,
    [property: Id(1)] LossKind Kind,
    [property: Id(2)] string Reason,
    [property: Id(3)] TrialProgress? Progress);

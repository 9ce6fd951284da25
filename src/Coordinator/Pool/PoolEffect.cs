using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Coordinator.Pool;

/// <summary>Something that the pool has to tell a trial.</summary>
/// <param name="Lease">The lease that it is about.</param>
internal abstract record PoolEffect(Lease Lease)
{
    /// <summary>The trial has a worker.</summary>
    internal sealed record Granted(Lease Lease) : PoolEffect(Lease);

    /// <summary>The trial's worker is gone.</summary>
    /// <param name="Lease">The lease that is over.</param>
    /// <param name="Kind">How the worker was lost.</param>
    /// <param name="Reason">The same for people.</param>
    /// <param name="Progress">How far it was; null when it had not begun.</param>
    internal sealed record Lost(Lease Lease, LossKind Kind, string Reason, TrialProgress? Progress) : PoolEffect(Lease);
}

using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Coordinator.Pool;

/// <summary>What the pool knows of one worker.</summary>
/// <param name="id">This incarnation.</param>
internal sealed class PooledWorker(WorkerId id)
{
    /// <summary>This incarnation.</summary>
    public WorkerId Id => id;

    /// <summary>What it said of itself; null after a claim, until its first heartbeat.</summary>
    public WorkerInfo? Info { get; set; }

    /// <summary>When it was last heard of, or first claimed.</summary>
    public required DateTimeOffset Seen { get; set; }

    /// <summary>Whose it is; null when idle.</summary>
    public Lease? Lease { get; set; }

    /// <summary>When <see cref="Lease"/> was last made known to the trial.</summary>
    public DateTimeOffset Told { get; set; }

    /// <summary>How far its attempt is.</summary>
    public TrialProgress? Progress { get; set; }

    /// <summary>Whether it takes nothing new.</summary>
    public bool Leaving { get; set; }

    /// <summary>
    /// Whether it must be heard of before it is given to anyone: its peers say that it is gone, or it was left in an attempt whose
    /// other workers are.
    /// </summary>
    public bool IsDoubted { get; set; }

    /// <summary>What it does.</summary>
    public WorkerStatus Status => Leaving ? WorkerStatus.Leaving : Lease is null ? WorkerStatus.Idle : WorkerStatus.Busy;

    /// <summary>Whether it can work at all.</summary>
    public bool IsThere => Info is not null && !Leaving;

    /// <summary>Whether its images will do. One that did not tell of any is taken at its word.</summary>
    public bool Has(DataContent? data) => data is null || Info?.Content is not { } own || own.IsSameAs(data);

    /// <summary>Whether a waiting trial can have it.</summary>
    public bool IsFree => IsThere && Lease is null && !IsDoubted;
}

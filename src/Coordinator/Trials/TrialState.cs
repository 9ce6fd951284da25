using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>Everything that is known of a trial, as it is stored. <see cref="TrialTransitions"/> moves it.</summary>
internal sealed record TrialState
{
    /// <summary>What the trial computes; null before it was started.</summary>
    public TrialSpec? Spec { get; init; }

    /// <summary>Where it stands.</summary>
    public TrialStatus Status { get; init; }

    /// <summary>Since when it waits for workers, or when it last began to.</summary>
    public DateTimeOffset WaitingSince { get; init; }

    /// <summary>W3C traceparent of the trial's span; null where the sweep is not traced.</summary>
    public string? Trace { get; init; }

    /// <summary>The newest attempt's lease; null unless <see cref="TrialStatus.Running"/>.</summary>
    public Lease? Lease { get; init; }

    /// <summary>The newest lease that is over: an attempt's, or one that was declined; null before there is one.</summary>
    public Guid? LastLease { get; init; }

    /// <summary>The newest attempt's secret; null unless <see cref="TrialStatus.Running"/>.</summary>
    public string? Token { get; init; }

    /// <summary>What opens its files, wherever they are; null before the first attempt.</summary>
    public string? FilesToken { get; init; }

    /// <summary>Every attempt, in order; the newest one's number is the fencing token.</summary>
    public ImmutableArray<AttemptRecord> Attempts { get; init; } = [];

    /// <summary>Every epoch done; the index is the epoch.</summary>
    public ImmutableArray<EpochMetrics> Epochs { get; init; } = [];

    /// <summary>How many attempts failed by themselves since the trial was last (re)started by someone.</summary>
    public int Failures { get; init; }

    /// <summary>The furthest that any attempt was seen to get before its worker was lost.</summary>
    public TrialPosition Furthest { get; init; }

    /// <summary>How many workers in a row died while they trained it, without getting any further.</summary>
    public int FruitlessDeaths { get; init; }

    /// <summary>While <see cref="TrialStatus.Paused"/>: bytes that have to fit into its folder before it goes on.</summary>
    public long BytesNeeded { get; init; }

    /// <summary>From how many of its rungs it was promoted.</summary>
    public int Promoted { get; init; }

    /// <summary>What it took over from other trials, in order.</summary>
    public ImmutableArray<Descent> Lineage { get; init; } = [];

    /// <summary>Why it is to stop when its running attempt has ended, and afterwards why it did; null otherwise.</summary>
    public string? Stopping { get; init; }

    /// <summary>Why it failed, was stopped or was tried again; null while all is well.</summary>
    public string? Error { get; init; }

    /// <summary>The sweep's images; null before the first attempt.</summary>
    public DataContent? Content { get; init; }

    /// <summary>What the numbers were measured on; null before the first epoch.</summary>
    public string? Data { get; init; }

    /// <summary>The best model's file, relative to the sweep's folder.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>SHA-256 over the final parameters and buffers; null before it has completed.</summary>
    public string? WeightsSha256 { get; init; }

    /// <summary>How many events the trial has taken.</summary>
    public long Revision { get; init; }

    /// <summary>The newest attempt's number; 0 before the first.</summary>
    public int Attempt => Attempts.Length;
}

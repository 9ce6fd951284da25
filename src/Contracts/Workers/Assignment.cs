using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Workers;

/// <summary>One attempt at a trial, given to a worker, or to one worker of several.</summary>
[GenerateSerializer, Immutable]
public sealed record Assignment
{
    /// <summary>What to train.</summary>
    [Id(0)]
    public required TrialSpec Trial { get; init; }

    /// <summary>The attempt's number, from 1. Every report carries it.</summary>
    [Id(1)]
    public required int Attempt { get; init; }

    /// <summary>The lease under which the worker trains; it names all workers by rank.</summary>
    [Id(2)]
    public required Lease Lease { get; init; }

    /// <summary>How many epochs the trial has been told of; an attempt that goes on from a checkpoint reports the others first.</summary>
    [Id(3)]
    public int EpochsKnown { get; init; }

    /// <summary>The worker's number among those of the lease, from 0. Rank 0 keeps the checkpoints and reports the epochs.</summary>
    [Id(4)]
    public int Rank { get; init; }

    /// <summary>The attempt's secret, 64 hexadecimal digits, by which its workers know each other.</summary>
    [Id(5)]
    public string Token { get; init; } = "";

    /// <summary>W3C traceparent of the attempt's span; null where the sweep is not traced.</summary>
    [Id(6)]
    public string? Trace { get; init; }

    /// <summary>What the sweep is trained on; a worker that has loaded something else refuses. Null: whatever the worker has.</summary>
    [Id(7)]
    public DataContent? Data { get; init; }

    /// <summary>Where earlier attempts' files may be; the token is also that by which this worker hands out its own.</summary>
    [Id(8)]
    public TrialFileAccess Files { get; init; } = TrialFileAccess.None;

    /// <summary>It ends when so many epochs are done: at the trial's next rung. Null: when all are.</summary>
    [Id(20)]
    public int? StopAfter { get; init; }

    /// <summary>The other trial whose weights it has taken over; null where it has not.</summary>
    [Id(30)]
    public TrialOrigin? Origin { get; init; }

    /// <summary>Epochs of the rung that it comes from, whose checkpoint others may still want; null where nobody may.</summary>
    public int? KeptRung => Trial.InPopulation && Trial.Rungs.LastOrDefault(rung => rung < Until) is > 0 and var rung ? rung : null;

    /// <summary>Epochs that are done when the attempt has done its part.</summary>
    public int Until => StopAfter ?? Trial.Hyperparameters.Epochs;

    /// <summary>How many workers train together.</summary>
    public int WorldSize => Lease.Workers.Length;
}

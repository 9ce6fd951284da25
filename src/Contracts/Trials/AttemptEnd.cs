namespace ResNet.Distributed.Contracts.Trials;

/// <summary>The last message of an attempt.</summary>
/// <param name="Attempt">The attempt's number; one from an older attempt is refused.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Error">What went wrong, for people; null when nothing did.</param>
[GenerateSerializer, Immutable]
public sealed record AttemptEnd(
    [property: Id(0)] int Attempt,
    [property: Id(1)] AttemptOutcome Outcome,
    [property: Id(2)] string? Error)
{
    /// <summary>For <see cref="AttemptOutcome.Completed"/>: SHA-256 over the final parameters and buffers, 64 hexadecimal digits.</summary>
    [Id(3)]
    public string? WeightsSha256 { get; init; }

    /// <summary>For <see cref="AttemptOutcome.StorageUnavailable"/>: bytes that have to fit into the trial's folder before it can go on.</summary>
    [Id(4)]
    public long BytesNeeded { get; init; }

    /// <summary>For <see cref="AttemptOutcome.PeerLost"/>: the lost worker's rank; null where it is not known.</summary>
    [Id(5)]
    public int? LostRank { get; init; }

    /// <summary>For <see cref="AttemptOutcome.PeerLost"/>: how far the attempt was; null when it had not begun.</summary>
    [Id(6)]
    public TrialProgress? Progress { get; init; }
}

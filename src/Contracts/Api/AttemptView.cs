namespace ResNet.Distributed.Contracts.Api;

/// <summary>One try at a trial.</summary>
[GenerateSerializer, Immutable]
public sealed record AttemptView
{
    /// <summary>From 1.</summary>
    [Id(0)]
    public required int Number { get; init; }

    /// <summary>The worker that trained.</summary>
    [Id(1)]
    public required string Worker { get; init; }

    /// <summary>When its lease began.</summary>
    [Id(2)]
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    [Id(3)]
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Why it ended early; null when it did not.</summary>
    [Id(4)]
    public string? Error { get; init; }

    /// <summary>Where it began, when that is worth a word: from a checkpoint of another node, or again, because none could be had.</summary>
    [Id(5)]
    public string? Note { get; init; }
}

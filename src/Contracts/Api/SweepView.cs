namespace ResNet.Distributed.Contracts.Api;

/// <summary>A sweep as the API shows it.</summary>
[GenerateSerializer, Immutable]
public sealed record SweepView
{
    /// <summary>The sweep's name, which is its id.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(1)]
    public required SweepStatus Status { get; init; }

    /// <summary><c>grid</c>, <c>random</c>, <c>sobol</c>, <c>tpe</c> or <c>pbt</c>.</summary>
    [Id(2)]
    public required string Method { get; init; }

    /// <summary>The metric that ranks the trials.</summary>
    [Id(3)]
    public required string Metric { get; init; }

    /// <summary><c>maximize</c> or <c>minimize</c>.</summary>
    [Id(4)]
    public required string Goal { get; init; }

    /// <summary>How many trials there are, ended or not.</summary>
    [Id(5)]
    public required int Trials { get; init; }

    /// <summary>How many of them are final, however they ended.</summary>
    [Id(6)]
    public required int Ended { get; init; }

    /// <summary>How many of them did not complete: failed, diverged.</summary>
    [Id(7)]
    public required int Failed { get; init; }

    /// <summary>The number of the best trial so far; null before the first epoch of any.</summary>
    [Id(8)]
    public int? BestTrial { get; init; }

    /// <summary>The best trial's metric.</summary>
    [Id(9)]
    public double? BestValue { get; init; }

    /// <summary><c>cifar-10</c>, <c>synthetic</c>, or empty before the first worker has read its data.</summary>
    [Id(10)]
    public required string Data { get; init; }

    /// <summary>Where the results are, as the coordinator sees the path.</summary>
    [Id(11)]
    public required string Folder { get; init; }

    /// <summary>When it was submitted.</summary>
    [Id(12)]
    public required DateTimeOffset Created { get; init; }

    /// <summary>When its last trial ended; null while it goes on.</summary>
    [Id(13)]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How many of them ended early, by the scheduler or a budget.</summary>
    [Id(20)]
    public int Stopped { get; init; }

    /// <summary>Why the sweep ended before all its trials had; null where they have, or it goes on.</summary>
    [Id(21)]
    public string? Reason { get; init; }

    /// <summary>Epochs that all trials together will have done, as far as can be told; null where all run to their end.</summary>
    [Id(22)]
    public long? EpochsExpected { get; init; }
}

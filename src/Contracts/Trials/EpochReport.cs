namespace ResNet.Distributed.Contracts.Trials;

/// <summary>One epoch's result, from the attempt that trained it.</summary>
[GenerateSerializer, Immutable]
public sealed record EpochReport
{
    /// <summary>The attempt's number; one from an older attempt is refused.</summary>
    [Id(0)]
    public required int Attempt { get; init; }

    /// <summary>The numbers.</summary>
    [Id(1)]
    public required EpochMetrics Metrics { get; init; }

    /// <summary><c>cifar-10</c> or <c>synthetic</c>: what the numbers were measured on.</summary>
    [Id(2)]
    public required string Data { get; init; }

    /// <summary>The best model's file so far, relative to the sweep's folder; null before there is one.</summary>
    [Id(3)]
    public string? Checkpoint { get; init; }
}

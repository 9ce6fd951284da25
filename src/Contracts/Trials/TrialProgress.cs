namespace ResNet.Distributed.Contracts.Trials;

/// <summary>How far a running attempt is within its epoch. A heartbeat carries it; nothing depends on it.</summary>
[GenerateSerializer, Immutable]
public sealed record TrialProgress
{
    /// <summary>The epoch that is running, from 0.</summary>
    [Id(0)]
    public required int Epoch { get; init; }

    /// <summary>Steps of this epoch that are done.</summary>
    [Id(1)]
    public required int Step { get; init; }

    /// <summary>Steps in an epoch.</summary>
    [Id(2)]
    public required int Steps { get; init; }

    /// <summary>Mean training loss of this epoch so far; null before the first step.</summary>
    [Id(3)]
    public double? Loss { get; init; }

    /// <summary>Images trained on per second, over the recent steps; null before the first step.</summary>
    [Id(4)]
    public double? ImagesPerSecond { get; init; }

    /// <summary>Estimated seconds to the end of the trial, or to its next rung; null while unknown.</summary>
    [Id(5)]
    public double? SecondsLeft { get; init; }
}

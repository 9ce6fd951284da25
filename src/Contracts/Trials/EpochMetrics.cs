namespace ResNet.Distributed.Contracts.Trials;

/// <summary>What one epoch of one trial came to.</summary>
[GenerateSerializer, Immutable]
public sealed record EpochMetrics
{
    /// <summary>From 0, as the original script counts.</summary>
    [Id(0)]
    public required int Epoch { get; init; }

    /// <summary>Mean of the steps' cross-entropy losses.</summary>
    [Id(1)]
    public required double TrainLoss { get; init; }

    /// <summary>0 to 1. Over the epoch's images; by the script's recipe over the last batch alone.</summary>
    [Id(2)]
    public required double TrainAccuracy { get; init; }

    /// <summary>Mean cross-entropy over the test images; null by the script's recipe, which does not compute it.</summary>
    [Id(3)]
    public double? TestLoss { get; init; }

    /// <summary>0 to 1, over the test images.</summary>
    [Id(4)]
    public required double TestAccuracy { get; init; }

    /// <summary>Wall-clock seconds of training and evaluation.</summary>
    [Id(5)]
    public required double Seconds { get; init; }

    /// <summary>Images trained on.</summary>
    [Id(6)]
    public required long Images { get; init; }

    /// <summary>Images trained on per second of training, evaluation left out.</summary>
    [Id(7)]
    public required double ImagesPerSecond { get; init; }
}

namespace ResNet.Distributed.Contracts.Trials;

/// <summary>What one trial trains with: the parameters of a sweep file, checked and given their types.</summary>
[GenerateSerializer, Immutable]
public sealed record Hyperparameters
{
    /// <summary><c>resnet18</c> or <c>resnet34</c>.</summary>
    [Id(0)]
    public required string Model { get; init; }

    /// <summary>Adam's learning rate, above 0.</summary>
    [Id(1)]
    public required double LearningRate { get; init; }

    /// <summary>Images per step over all ranks, at least 2.</summary>
    [Id(2)]
    public required int BatchSize { get; init; }

    /// <summary>Passes over the training images, at least 1.</summary>
    [Id(3)]
    public required int Epochs { get; init; }

    /// <summary>Seed of the weights and of the shuffling; null draws one, as the original script does.</summary>
    [Id(4)]
    public long? Seed { get; init; }
}

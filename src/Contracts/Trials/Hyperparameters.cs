namespace ResNet.Distributed.Contracts.Trials;

/// <summary>What one trial trains with: the parameters of a sweep file, checked and given their types.</summary>
[GenerateSerializer, Immutable]
public sealed record Hyperparameters
{
    /// <summary>The <see cref="Optimizer"/> where a file names none.</summary>
    public const string Adam = "adam";

    /// <summary>The <see cref="Schedule"/> where a file names none.</summary>
    public const string ConstantRate = "constant";

    /// <summary>The <see cref="Augmentation"/> where a file names none.</summary>
    public const string NoAugmentation = "none";

    /// <summary><c>resnet18</c> or <c>resnet34</c>.</summary>
    [Id(0)]
    public required string Model { get; init; }

    /// <summary>The optimizer's learning rate, above 0; the largest one where it has a schedule.</summary>
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

    /// <summary><c>adam</c> or <c>sgd</c>.</summary>
    [Id(5)]
    public string Optimizer { get; init; } = Adam;

    /// <summary>Factor of the parameters that is added to their gradients, 0 to 1.</summary>
    [Id(6)]
    public double WeightDecay { get; init; }

    /// <summary>Share of the velocity that a step of sgd keeps, from 0 to below 1; adam does not look at it.</summary>
    [Id(7)]
    public double Momentum { get; init; }

    /// <summary>How the learning rate changes over the steps: <c>constant</c>, <c>cosine</c>, <c>step</c>, <c>one_cycle</c> or <c>warmup</c>.</summary>
    [Id(8)]
    public string Schedule { get; init; } = ConstantRate;

    /// <summary>Epochs over which the learning rate rises to its full height, from 0; null for what the schedule has by itself.</summary>
    [Id(9)]
    public int? WarmupEpochs { get; init; }

    /// <summary>What is done to the training images: <c>none</c> or <c>crop_flip</c>.</summary>
    [Id(10)]
    public string Augmentation { get; init; } = NoAugmentation;

    /// <summary>Share of each label that is spread over all classes, from 0 to below 1.</summary>
    [Id(11)]
    public double LabelSmoothing { get; init; }
}

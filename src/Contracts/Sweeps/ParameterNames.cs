namespace ResNet.Distributed.Contracts.Sweeps;

/// <summary>The parameters that the training knows, under the names that a sweep file and the results use.</summary>
public static class ParameterNames
{
    /// <summary>The network: <c>resnet18</c> or <c>resnet34</c>.</summary>
    public const string Model = "model";

    /// <summary>The optimizer's learning rate; the largest one where it has a schedule.</summary>
    public const string LearningRate = "lr";

    /// <summary>Images per step.</summary>
    public const string BatchSize = "batch_size";

    /// <summary>Passes over the training images.</summary>
    public const string Epochs = "epochs";

    /// <summary>Seed of one trial's weights and shuffling.</summary>
    public const string Seed = "seed";

    /// <summary>The optimizer: <c>adam</c> or <c>sgd</c>.</summary>
    public const string Optimizer = "optimizer";

    /// <summary>Factor of the parameters that is added to their gradients.</summary>
    public const string WeightDecay = "weight_decay";

    /// <summary>Share of the velocity that a step of sgd keeps.</summary>
    public const string Momentum = "momentum";

    /// <summary>How the learning rate changes over the steps.</summary>
    public const string Schedule = "lr_schedule";

    /// <summary>Epochs over which the learning rate rises to its full height.</summary>
    public const string WarmupEpochs = "lr_warmup_epochs";

    /// <summary>What is done to the training images: <c>none</c> or <c>crop_flip</c>.</summary>
    public const string Augmentation = "augmentation";

    /// <summary>Share of each label that is spread over all classes.</summary>
    public const string LabelSmoothing = "label_smoothing";
}

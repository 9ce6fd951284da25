namespace ResNet.Distributed.Contracts.Sweeps;

/// <summary>The parameters that the training knows, under the names that a sweep file and the results use.</summary>
public static class ParameterNames
{
    /// <summary>The network: <c>resnet18</c> or <c>resnet34</c>.</summary>
    public const string Model = "model";

    /// <summary>Adam's learning rate.</summary>
    public const string LearningRate = "lr";

    /// <summary>Images per step.</summary>
    public const string BatchSize = "batch_size";

    /// <summary>Passes over the training images.</summary>
    public const string Epochs = "epochs";

    /// <summary>Seed of one trial's weights and shuffling.</summary>
    public const string Seed = "seed";
}

using ResNet.Distributed.Training.Data;
using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.Orchestration.Trained;

/// <summary>The trial that is trained, the same in both ways.</summary>
internal static class TrainedTrial
{
    /// <summary>The sweep's name.</summary>
    public const string Name = "trained";

    /// <summary>Steps of its epoch: a tenth of the script's, so that what is paid once an epoch weighs ten times what it does there.</summary>
    public const int Steps = 40;

    private const int Epochs = 1;
    private const int Images = Steps * 128;
    private const int Seed = 1;

    /// <summary>As a sweep.</summary>
    public static string File { get; } = FormattableString.Invariant($$"""
        name: {{Name}}
        method: grid
        parameters:
          model: { value: resnet18 }
          lr: { value: 1.0e-4 }
          batch_size: { value: 128 }
          epochs: { value: {{Epochs}} }
        seed: {{Seed}}
        train_limit: {{Images}}
        test_limit: {{Images / 10}}
        """);

    /// <summary>As a plan.</summary>
    public static TrainingPlan Plan { get; } = new()
    {
        LearningRate = 1e-4,
        Epochs = Epochs,
        Seed = Seed,
        TrainLimit = Images,
        TestLimit = Images / 10,
    };

    /// <summary>Makes the data that it reads.</summary>
    /// <returns>Its folder.</returns>
    public static string WriteData(string folder) => SyntheticCifar.Write(folder, Seed, Images / 5, Images / 10);
}

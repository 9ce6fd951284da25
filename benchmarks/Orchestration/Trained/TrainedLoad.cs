using ResNet.Distributed.Training.Data;
using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.Orchestration.Trained;

/// <summary>The trials that are trained one after another, the same in both ways: a process's first one, and one like all that follow it.</summary>
internal static class TrainedLoad
{
    /// <summary>The sweep's name.</summary>
    public const string Name = "trained";

    /// <summary>Steps of a trial's epoch, of which the script's has <see cref="ScriptSteps"/>: what is paid once a trial weighs twenty times what it does there.</summary>
    public const int Steps = 20;

    /// <summary>Steps of an epoch of the script: 50,000 images, 128 at a time.</summary>
    public const int ScriptSteps = 391;

    private const int Epochs = 1;
    private const int Images = Steps * 128;
    private const int Seed = 1;

    private static readonly double[] LearningRates = [1e-4, 2e-4];

    /// <summary>As a sweep.</summary>
    public static string File { get; } = FormattableString.Invariant($$"""
        name: {{Name}}
        method: grid
        parameters:
          model: { value: resnet18 }
          lr: { values: [{{string.Join(", ", LearningRates)}}] }
          batch_size: { value: 128 }
          epochs: { value: {{Epochs}} }
        seed: {{Seed}}
        train_limit: {{Images}}
        test_limit: {{Images / 10}}
        """);

    /// <summary>As plans.</summary>
    public static IReadOnlyList<TrainingPlan> Plans { get; } =
    [
        .. LearningRates.Select(rate => new TrainingPlan
        {
            LearningRate = rate,
            Epochs = Epochs,
            Seed = Seed,
            TrainLimit = Images,
            TestLimit = Images / 10,
        }),
    ];

    /// <summary>Makes the data that they read.</summary>
    /// <returns>Its folder.</returns>
    public static string WriteData(string folder) => SyntheticCifar.Write(folder, Seed, Images / 5, Images / 10);
}

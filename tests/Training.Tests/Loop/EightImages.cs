using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.Training.Tests.Loop;

/// <summary>Twelve steps over the same eight images, which are learned by heart.</summary>
internal static class EightImages
{
    public static readonly TrainingPlan Plan = new() { BatchSize = 4, Epochs = 6, Seed = 3, LearningRate = 1e-3 };
    private static readonly ImageSet Images = SyntheticImages.Create(8, 1);

    /// <summary>The training loss of each epoch.</summary>
    public static double[] Losses(TrainingPlan plan)
    {
        var observer = new RecordingObserver();
        TrainingRun.Execute(plan, Images, Images.Take(1), 10, observer);
        return [.. observer.Epochs.Select(epoch => epoch.TrainLoss)];
    }
}

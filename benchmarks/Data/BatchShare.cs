using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Native;
using static TorchSharp.torch;

namespace ResNet.Distributed.Data;

/// <summary>What making its batch is of a training step.</summary>
/// <param name="Seconds">To make a batch.</param>
/// <param name="Step">Seconds of the whole step.</param>
internal sealed record BatchShare(double Seconds, double Step)
{
    private const int BatchSize = 128;

    // The first steps of a process take longer: memory is taken, kernels are made.
    private const int WarmUp = 2;

    /// <summary>Trains resnet18 on all cores; means over the counted steps.</summary>
    /// <param name="augmentation">What is done to the images.</param>
    /// <param name="steps">Steps that are counted, at least 1.</param>
    public static BatchShare Measure(string augmentation, int steps)
    {
        LibTorch.EnsureLoaded();
        set_num_threads(Environment.ProcessorCount);
        var images = Noise(BatchSize * (WarmUp + steps));
        var observer = new Steps();
        TrainingRun.Execute(
            new TrainingPlan { BatchSize = BatchSize, Epochs = 1, Seed = 1, Augmentation = augmentation },
            images, images.Take(1), 10, observer, device: CPU);
        var counted = observer.Results.Skip(WarmUp).ToArray();
        return new BatchShare(counted.Average(step => step.DataSeconds), counted.Average(step => step.Seconds));
    }

    private static ImageSet Noise(int count)
    {
        var pixels = new byte[count * ImageSet.ImageBytes];
        new Random(1).NextBytes(pixels);
        return new ImageSet(pixels, Enumerable.Range(0, count).Select(i => (byte)(i % 10)).ToArray());
    }

    private sealed class Steps : ITrainingObserver
    {
        public List<StepResult> Results { get; } = [];

        public void OnStep(StepResult step) => Results.Add(step);
    }
}

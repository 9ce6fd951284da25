using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Tests.Models;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.Loop;

[Collection(nameof(TorchTests))]
public sealed class PrecisionTests
{
    // Twelve steps over the same eight images, which are learned by heart.
    private static readonly TrainingPlan Plan = new() { BatchSize = 4, Epochs = 6, Seed = 3, LearningRate = 1e-3 };
    private static readonly ImageSet Images = SyntheticImages.Create(8, 1);

    [Fact]
    public void Bf16LearnsAsFloat32DoesAndTf32OnACpuIsFloat32()
    {
        var single = Run(Precision.Fp32);
        var half = Run(Precision.Bf16);
        var tf32 = Run(Precision.Tf32, epochs: 1);

        Assert.True(single[^1] < 0.5 * single[0], $"float32 went from {single[0]} to {single[^1]}");
        Assert.True(half[^1] < 0.5 * half[0], $"bfloat16 went from {half[0]} to {half[^1]}");
        Assert.Equal(single[0], half[0], 0.05);
        Assert.NotEqual(single[0], half[0]);
        Assert.Equal(single[^1], half[^1], 0.3);
        Assert.Equal(single[0], tf32[0]);
    }

    [Fact]
    public void OnlyTf32LetsAGpuRoundFloat32()
    {
        foreach (var (precision, allowed) in new[] { (Precision.Tf32, true), (Precision.Fp32, false), (Precision.Tf32, true), (Precision.Bf16, false) })
        {
            Run(precision, epochs: 1);

            Assert.Equal((allowed, allowed), (backends.cudnn.allow_tf32, backends.cuda.matmul.allow_tf32));
            Assert.Equal(allowed, Tf32.IsAllowed);
        }
    }

    // The mean loss of each epoch.
    private static double[] Run(Precision precision, int epochs = 6)
    {
        var observer = new RecordingObserver();
        TrainingRun.Execute(Plan with { Precision = precision, Epochs = epochs }, Images, Images.Take(1), 10, observer);
        Assert.Equal(precision, observer.Info!.Precision);
        return [.. observer.Epochs.Select(epoch => epoch.TrainLoss)];
    }
}

using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Native;
using TorchSharp;

namespace ResNet.Distributed.Telemetry;

/// <summary>
/// Trains resnet18 in one run of many blocks of steps, of which every second one has telemetry: what that costs is what its blocks take
/// longer.
/// </summary>
internal static class TelemetryCost
{
    private const int BatchSize = 128;

    // As in a worker: its training gives way to everything else.
    private const int Niceness = 10;

    /// <summary>Measures.</summary>
    /// <param name="threads">torch's threads.</param>
    /// <param name="rounds">How many blocks of each kind, at least 3.</param>
    /// <param name="steps">Steps in a block.</param>
    public static CostPage Measure(int threads, int rounds, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 3);
        NativeThread.LowerPriority(Niceness);
        LibTorch.EnsureLoaded();
        torch.set_num_threads(threads);
        using var blocks = new TelemetryBlocks(rounds, steps);
        var images = Noise(BatchSize * blocks.Steps);
        TrainingRun.Execute(
            new TrainingPlan { BatchSize = BatchSize, Epochs = 1, Seed = 1, LearningRate = 1e-3 },
            images, images.Take(BatchSize), 10, blocks, checkpoints: blocks);
        return new CostPage(threads, steps, blocks.With, blocks.Without, blocks.Scrapes, blocks.Exports, CpuAccount.Take());
    }

    private static ImageSet Noise(int count)
    {
        var random = new Random(1);
        var pixels = new byte[count * ImageSet.ImageBytes];
        random.NextBytes(pixels);
        return new ImageSet(pixels, Enumerable.Range(0, count).Select(_ => (byte)random.Next(10)).ToArray());
    }
}

using System.Globalization;
using System.Text;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Native;
using TorchSharp;

namespace ResNet.Distributed.Checkpoints;

/// <summary>
/// Trains resnet18 in blocks of steps, of which every second one begins with a checkpoint, and holds the two kinds against each
/// other: what a checkpoint costs is what its block takes longer, the copy and the writing beside the training together.
/// </summary>
internal static class CheckpointCost
{
    private const int BatchSize = 128;
    private const int BlockSteps = 6;
    private const int EpochSteps = 391;
    private const double IntervalSeconds = 60;

    /// <summary>Measures, and says what came out.</summary>
    /// <param name="threads">torch's threads.</param>
    /// <param name="pairs">How many blocks of each kind, at least 3.</param>
    public static string Measure(int threads, int pairs)
    {
        LibTorch.EnsureLoaded();
        torch.set_num_threads(threads);
        var folder = Directory.CreateTempSubdirectory("resnet-checkpoint-cost-");
        try
        {
            using var blocks = new CheckpointBlocks(folder.FullName, BlockSteps, pairs);
            var images = Noise(BatchSize * blocks.Steps);
            TrainingRun.Execute(
                new TrainingPlan { BatchSize = BatchSize, Epochs = 1, Seed = 1, LearningRate = 1e-3 },
                images, images.Take(BatchSize), 10, blocks, checkpoints: blocks);
            return Report(threads, blocks);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Report(int threads, CheckpointBlocks blocks)
    {
        var costs = blocks.With.Zip(blocks.Without, (with, without) => with - without).Order().ToArray();
        var step = Median(blocks.Without) / BlockSteps;
        var epoch = EpochSteps * step;
        var checkpoints = Math.Floor(epoch / IntervalSeconds) + 1;
        var text = new StringBuilder();
        Line($"resnet18, batch {BatchSize}, {threads} threads, {blocks.With.Count} pairs of {BlockSteps} steps");
        Line($"step without a checkpoint: {step:0.000} s (median)");
        Line($"checkpoint, copy on the training thread: {Median(blocks.SnapshotSeconds) * 1000:0} ms (median), {blocks.SnapshotSeconds.Max() * 1000:0} ms (worst)");
        Line($"checkpoint, written beside the training: {Median(blocks.WriteSeconds):0.00} s (median), {blocks.WriteSeconds.Max():0.00} s (worst)");
        Line($"cost of a checkpoint to the training: {Median(costs):0.000} s (median), {costs[0]:0.000} to {costs[^1]:0.000} s");
        Line($"an epoch of {EpochSteps} steps: {epoch:0} s, {checkpoints:0} checkpoints, {100 * checkpoints * Median(costs) / epoch:0.00} % of it");
        return text.ToString();

        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static ImageSet Noise(int count)
    {
        var random = new Random(1);
        var pixels = new byte[count * ImageSet.ImageBytes];
        random.NextBytes(pixels);
        return new ImageSet(pixels, Enumerable.Range(0, count).Select(_ => (byte)random.Next(10)).ToArray());
    }
}

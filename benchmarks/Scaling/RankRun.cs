using System.Diagnostics;
using System.Globalization;
using ResNet.Distributed.Training.Collectives;
using ResNet.Distributed.Training.DataParallel;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Native;
using ResNet.Distributed.Training.Tests.Probe;
using static TorchSharp.torch;

namespace ResNet.Distributed.Scaling;

/// <summary>One rank with one thread: trains a few steps of resnet18 and writes how fast it was.</summary>
/// <param name="pace">Meets the others after each step; null where the training itself meets them, or nobody does.</param>
internal sealed class RankRun(ICollective? pace) : ITrainingObserver
{
    /// <summary>Steps that are counted.</summary>
    private const int Steps = 6;

    // The first steps of a process take longer: memory is taken, kernels are made.
    private const int WarmUp = 3;

    private readonly List<StepResult> _steps = [];

    /// <summary>Runs to the end; the line that it writes: images per second of all ranks, and the share of its steps that it spent waiting.</summary>
    /// <param name="folder">Where the ranks meet.</param>
    /// <param name="rank">From 0.</param>
    /// <param name="processes">How many there are.</param>
    /// <param name="batchOfRank">Images per step and rank.</param>
    /// <param name="togetherness">What they do together.</param>
    public static int Run(string folder, int rank, int processes, int batchOfRank, Togetherness togetherness)
    {
        LibTorch.EnsureLoaded();
        set_num_threads(1);
        var (rankOfTraining, worldSize) = togetherness == Togetherness.Training ? (rank, processes) : (0, 1);
        using var replicas = new Replicas(
            Connect(folder, rankOfTraining, worldSize, "gradients"),
            Connect(folder, rankOfTraining, worldSize, "statistics"), () => StopWish.None, _ => { });
        using var pace = togetherness == Togetherness.Pace ? Connect(folder, rank, processes, "pace") : null;
        var observer = new RankRun(pace);
        var images = Noise(batchOfRank * worldSize * (Steps + WarmUp));
        TrainingRun.Execute(
            new TrainingPlan { BatchSize = batchOfRank * worldSize, Epochs = 1, Seed = 1, LearningRate = 1e-3 },
            images, images.Take(1), 10, observer, device: CPU, replicas: replicas);
        Console.WriteLine(observer.Result());
        return 0;
    }

    void ITrainingObserver.OnStep(StepResult step)
    {
        // Waiting for the others is part of what a step takes then.
        var start = Stopwatch.GetTimestamp();
        pace?.Barrier();
        _steps.Add(step with { Seconds = step.Seconds + Stopwatch.GetElapsedTime(start).TotalSeconds });
    }

    private string Result()
    {
        var counted = _steps.Skip(WarmUp).ToArray();
        var seconds = counted.Sum(step => step.Seconds);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{counted.Sum(step => step.Images) / seconds:R} {counted.Sum(step => step.GradientWaitSeconds) / seconds:R}");
    }

    private static ICollective Connect(string folder, int rank, int worldSize, string channel) => Collective.ConnectAsync(
        new CollectiveOptions { Rank = rank, WorldSize = worldSize, Attempt = 1, Token = new byte[32], Channel = channel },
        new FileRendezvous(folder, 1, worldSize),
        CancellationToken.None).GetAwaiter().GetResult();

    private static ImageSet Noise(int count)
    {
        var pixels = new byte[count * ImageSet.ImageBytes];
        new Random(1).NextBytes(pixels);
        return new ImageSet(pixels, Enumerable.Range(0, count).Select(i => (byte)(i % 10)).ToArray());
    }
}

using System.Globalization;
using ResNet.Distributed.Training.Collectives;
using ResNet.Distributed.Training.DataParallel;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Native;
using ResNet.Distributed.Training.Tests.Probe;
using static TorchSharp.torch;

namespace ResNet.Distributed.Scaling;

/// <summary>One rank with one thread: trains a few steps of resnet18 and writes how fast it was.</summary>
internal sealed class RankRun(int warmUp) : ITrainingObserver
{
    /// <summary>Steps that are counted.</summary>
    private const int Steps = 6;

    // The first steps of a process take longer: memory is taken, kernels are made.
    private const int WarmUp = 3;

    private readonly List<StepResult> _steps = [];

    /// <summary>Runs to the end; the line that it writes: images per second of all ranks, and the share of its steps that it spent waiting.</summary>
    public static int Run(string folder, int rank, int worldSize, int batchOfRank)
    {
        LibTorch.EnsureLoaded();
        set_num_threads(1);
        using var replicas = new Replicas(
            Connect(folder, rank, worldSize, "gradients"), Connect(folder, rank, worldSize, "statistics"), () => StopWish.None, _ => { });
        var observer = new RankRun(WarmUp);
        var images = Noise(batchOfRank * worldSize * (Steps + WarmUp));
        TrainingRun.Execute(
            new TrainingPlan { BatchSize = batchOfRank * worldSize, Epochs = 1, Seed = 1, LearningRate = 1e-3 },
            images, images.Take(1), 10, observer, device: CPU, replicas: replicas);
        Console.WriteLine(observer.Result());
        return 0;
    }

    void ITrainingObserver.OnStep(StepResult step) => _steps.Add(step);

    private string Result()
    {
        var counted = _steps.Skip(warmUp).ToArray();
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

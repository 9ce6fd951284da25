using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>An epoch of the training loop as the cluster tells it.</summary>
internal static class EpochMetricsOf
{
    /// <summary>The same numbers.</summary>
    public static EpochMetrics Result(EpochResult epoch) => new()
    {
        Epoch = epoch.Epoch,
        TrainLoss = epoch.TrainLoss,
        TrainAccuracy = epoch.TrainAccuracy,
        TestLoss = epoch.TestLoss,
        TestAccuracy = epoch.TestAccuracy,
        Seconds = epoch.Seconds,
        Images = epoch.Images,
        ImagesPerSecond = epoch.ImagesPerSecond,
    };
}

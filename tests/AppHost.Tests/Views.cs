using System.Collections.Immutable;
using ResNet.Distributed.AppHost.Following;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.AppHost.Tests;

/// <summary>Sweeps and trials as the API would show them.</summary>
internal static class Views
{
    public static SweepView Sweep(SweepStatus status = SweepStatus.Running, int trials = 2, int? best = null, string data = "cifar-10") => new()
    {
        Id = "resnet-lr",
        Status = status,
        Method = "grid",
        Metric = "test_accuracy",
        Goal = "maximize",
        Trials = trials,
        Ended = status == SweepStatus.Running ? 0 : trials,
        Failed = 0,
        BestTrial = best,
        BestValue = best is null ? null : 0.5,
        Data = data,
        Folder = "/srv/runs/resnet-lr",
        Created = DateTimeOffset.UnixEpoch,
    };

    public static TrialView Trial(int number, TrialStatus status = TrialStatus.Running, int epochsDone = 0, double? best = null) => new()
    {
        Number = number,
        Parameters = ImmutableSortedDictionary<string, ParameterValue>.Empty
            .Add("model", ParameterValue.Of("resnet18"))
            .Add("lr", ParameterValue.Of(number * 1e-4))
            .Add("batch_size", ParameterValue.Of(128)),
        Status = status,
        Attempt = 1,
        Worker = "worker-0",
        EpochsDone = epochsDone,
        Epochs = 3,
        Last = epochsDone > 0 ? Epoch(epochsDone - 1) : null,
        Best = best,
        Seconds = 12,
    };

    public static EpochMetrics Epoch(int epoch) => new()
    {
        Epoch = epoch,
        TrainLoss = 2.5 - epoch,
        TrainAccuracy = 0.25,
        TestAccuracy = 0.125 * (epoch + 1),
        Seconds = 6,
        Images = 256,
        ImagesPerSecond = 42,
    };

    public static SweepBoard Board(params TrialView[] trials) => SweepBoard.From(new SweepEvent(Sweep(trials: trials.Length), [.. trials]));
}

using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.History;

namespace ResNet.Distributed.Coordinator.Tests.Dashboard;

/// <summary>Sweeps and trials as the dashboard gets them.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static SweepView Sweep(string goal = "maximize", string metric = "test_accuracy") => new()
    {
        Id = "lr",
        Status = SweepStatus.Running,
        Method = "grid",
        Metric = metric,
        Goal = goal,
        Trials = 4,
        Ended = 0,
        Failed = 0,
        Data = "synthetic",
        Folder = "runs/lr",
        Created = Start,
    };

    public static TrialView Trial(int number, TrialStatus status = TrialStatus.Running, double? best = null, double lr = 1e-3) => new()
    {
        Number = number,
        Parameters = ImmutableSortedDictionary<string, ParameterValue>.Empty
            .Add("model", ParameterValue.Of("resnet18"))
            .Add("lr", ParameterValue.Of(lr))
            .Add("batch_size", ParameterValue.Of(128L)),
        Status = status,
        Attempt = 1,
        Worker = "worker-0",
        EpochsDone = 0,
        Epochs = 10,
        Best = best,
        Seconds = 0,
    };

    public static EpochMetrics Epoch(int epoch, double accuracy = 0.5, double loss = 1, double seconds = 2) => new()
    {
        Epoch = epoch,
        TrainLoss = loss,
        TrainAccuracy = accuracy,
        TestAccuracy = accuracy,
        Seconds = seconds,
        Images = 100,
        ImagesPerSecond = 50,
    };

    public static AttemptView Attempt(int number, string worker, double from, double? to, string? error = null) => new()
    {
        Number = number,
        Worker = worker,
        Started = Start.AddSeconds(from),
        Ended = to is { } end ? Start.AddSeconds(end) : null,
        Error = error,
    };

    /// <summary>A trial that has done these epochs.</summary>
    public static TrialHistory History(TrialView trial, params EpochMetrics[] epochs) =>
        new(trial with { EpochsDone = epochs.Length, Last = epochs.LastOrDefault() }, [.. epochs], []);

    public static SweepSnapshot Snapshot(params TrialHistory[] trials) => new(Sweep() with { Trials = trials.Length }, [.. trials]);
}

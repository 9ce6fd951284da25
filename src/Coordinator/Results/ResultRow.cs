using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Results;

/// <summary>A trial's row in <c>results.csv</c> and <c>results.json</c>.</summary>
internal sealed record ResultRow
{
    public required int Trial { get; init; }

    public required ImmutableSortedDictionary<string, ParameterValue> Parameters { get; init; }

    public required TrialStatus State { get; init; }

    public required int EpochsDone { get; init; }

    /// <summary>Rungs that it has got to; null where it has none to get to.</summary>
    public required int? Rung { get; init; }

    /// <summary>The trial whose weights it took over last; null where it has not.</summary>
    public required int? Parent { get; init; }

    /// <summary>The best value of the sweep's metric.</summary>
    public required double? Best { get; init; }

    public required double? TrainLoss { get; init; }

    public required double? TrainAccuracy { get; init; }

    public required double? TestLoss { get; init; }

    public required double? TestAccuracy { get; init; }

    public required double Seconds { get; init; }

    public required int Attempts { get; init; }

    /// <summary><c>cifar-10</c> or <c>synthetic</c>.</summary>
    public required string? Data { get; init; }

    /// <summary>The best model's file, relative to the sweep's folder.</summary>
    public required string? Checkpoint { get; init; }

    /// <summary>SHA-256 over the final parameters and buffers.</summary>
    public required string? WeightsSha256 { get; init; }

    /// <summary>Why it failed, or ended early.</summary>
    public required string? Error { get; init; }

    /// <summary>Its place by the sweep's metric, 1 for the best; null where it has no value.</summary>
    public required int? Rank { get; init; }

    /// <summary>The row of a trial that knows its rank.</summary>
    public static ResultRow Of(TrialView trial) => new()
    {
        Trial = trial.Number,
        Parameters = trial.Parameters,
        State = trial.Status,
        EpochsDone = trial.EpochsDone,
        Rung = trial.Rung,
        Parent = trial.Parent,
        Best = trial.Best,
        TrainLoss = trial.Last?.TrainLoss,
        TrainAccuracy = trial.Last?.TrainAccuracy,
        TestLoss = trial.Last?.TestLoss,
        TestAccuracy = trial.Last?.TestAccuracy,
        Seconds = Math.Round(trial.Seconds, 3),
        Attempts = trial.Attempt,
        Data = trial.Data,
        Checkpoint = trial.Checkpoint,
        WeightsSha256 = trial.WeightsSha256,
        Error = trial.Error,
        Rank = trial.Rank,
    };
}

using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Contracts.Trials;

/// <summary>
/// Everything that decides what a trial computes. It does not change over the trial's attempts, unless it takes over another one's weights and
/// parameters.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record TrialSpec
{
    /// <summary>Which trial.</summary>
    [Id(0)]
    public required TrialId Id { get; init; }

    /// <summary>What the search chose, as it is shown and written to the results.</summary>
    [Id(1)]
    public required ImmutableSortedDictionary<string, ParameterValue> Parameters { get; init; }

    /// <summary>The same, typed and with the defaults filled in.</summary>
    [Id(2)]
    public required Hyperparameters Hyperparameters { get; init; }

    /// <summary>What decides which epoch's model is the best.</summary>
    [Id(3)]
    public required MetricSpec Metric { get; init; }

    /// <summary>How the trial shuffles, evaluates and counts.</summary>
    [Id(4)]
    public TrainingRecipe Recipe { get; init; }

    /// <summary>Train on the first so many images only; null for all.</summary>
    [Id(5)]
    public int? TrainLimit { get; init; }

    /// <summary>Test on the first so many images only; null for all.</summary>
    [Id(6)]
    public int? TestLimit { get; init; }

    /// <summary>How often the trial may fail by itself before it is given up.</summary>
    [Id(7)]
    public required int MaxFailures { get; init; }

    /// <summary>The most time between two checkpoints within an epoch; one is written at every epoch's end in any case.</summary>
    [Id(8)]
    public TimeSpan CheckpointInterval { get; init; } = SweepSpec.DefaultCheckpointInterval;

    /// <summary>
    /// Differs between two sweeps of the same name, of which the store has forgotten the first: the checkpoints of one do not
    /// belong to the other.
    /// </summary>
    [Id(9)]
    public Guid Run { get; init; }

    /// <summary>How many workers train it together.</summary>
    [Id(10)]
    public WorkerCount Workers { get; init; } = WorkerCount.One;

    /// <summary>Whether BatchNorm's batch is that of all workers.</summary>
    [Id(11)]
    public bool SyncBatchNorm { get; init; }

    /// <summary>W3C traceparent of the sweep's root span, under which all spans of the trial hang; null where the sweep has none.</summary>
    [Id(12)]
    public string? Trace { get; init; }

    /// <summary>In which numbers the model computes.</summary>
    [Id(13)]
    public TrainingPrecision Precision { get; init; }

    /// <summary>Whether the model's activations lie in memory with the channels of a pixel side by side.</summary>
    [Id(14)]
    public bool ChannelsLast { get; init; }

    /// <summary>Whether convolutions on a CPU are computed with fewer multiplications.</summary>
    [Id(15)]
    public bool Winograd { get; init; }

    /// <summary>Epochs done at which it pauses until it is promoted, ascending, fewer than it has; empty: it does not pause.</summary>
    [Id(20)]
    public ImmutableArray<int> Rungs { get; init; } = [];

    /// <summary>Its sweep's.</summary>
    [Id(21)]
    public int Priority { get; init; }

    /// <summary>Whether other trials of its sweep may take over what it has at a rung.</summary>
    [Id(30)]
    public bool InPopulation { get; init; }

    /// <summary>The numbers of workers that it can have, the smallest first.</summary>
    public ImmutableArray<int> WorldSizes => Workers.SizesFor(Hyperparameters.BatchSize);
}

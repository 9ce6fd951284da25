using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Sweeps;

/// <summary>
/// A sweep file that has been read and found valid. Made by <see cref="SweepFile"/> alone. Two are equal when they mean the same:
/// when <see cref="SweepDifference"/> finds nothing between them, whatever their text.
/// </summary>
public sealed record SweepSpec
{
    /// <summary>Where the file says nothing else.</summary>
    public static readonly TimeSpan DefaultCheckpointInterval = TimeSpan.FromSeconds(60);

    /// <summary>Names the sweep, its folder and its trials: lower-case letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, at most 64.</summary>
    public required string Name { get; init; }

    /// <summary>How trials are suggested.</summary>
    public required SearchMethod Method { get; init; }

    /// <summary>What the trials are ranked by.</summary>
    public required MetricSpec Metric { get; init; }

    /// <summary>At most this many trials; null where the method ends by itself (grid).</summary>
    public int? RunCap { get; init; }

    /// <summary>
    /// The search space, in the file's order. Model, learning rate, batch size and epochs are there, by default (and then at the end) if
    /// not by the file; every other parameter is missing where the file does not have it.
    /// </summary>
    public required ImmutableArray<KeyValuePair<string, ParameterDomain>> Parameters { get; init; }

    /// <summary>Seed of the search, and of every trial that has no <c>seed</c> parameter of its own; null draws one for each trial.</summary>
    public long? Seed { get; init; }

    /// <summary>How often a trial may fail by itself before it is given up, from 0.</summary>
    public required int MaxFailures { get; init; }

    /// <summary>Train on the first so many images only; null for all.</summary>
    public int? TrainLimit { get; init; }

    /// <summary>Test on the first so many images only; null for all.</summary>
    public int? TestLimit { get; init; }

    /// <summary>The most time between two checkpoints within an epoch.</summary>
    public TimeSpan CheckpointInterval { get; init; } = DefaultCheckpointInterval;

    /// <summary>How the trials shuffle, evaluate and count.</summary>
    public TrainingRecipe Recipe { get; init; }

    /// <summary>How many workers train one trial together.</summary>
    public WorkerCount WorkersPerTrial { get; init; } = WorkerCount.One;

    /// <summary>Whether BatchNorm's batch is that of all workers of a trial; otherwise each worker's own.</summary>
    public bool SyncBatchNorm { get; init; }

    /// <summary>In which numbers the models compute.</summary>
    public TrainingPrecision Precision { get; init; }

    /// <summary>Whether the models' activations lie in memory with the channels of a pixel side by side.</summary>
    public bool ChannelsLast { get; init; }

    /// <summary>Whether convolutions on a CPU are computed with fewer multiplications, in the layout of <see cref="ChannelsLast"/>.</summary>
    public bool Winograd { get; init; }

    /// <summary>How trials end early; null: all run to their end.</summary>
    public EarlyTermination? EarlyTerminate { get; init; }

    /// <summary>How the trials of a population learn from each other; null with every other method.</summary>
    public PopulationSpec? Population { get; init; }

    /// <summary>From the first trial's start, the sweep may take so long; null: as long as it takes.</summary>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>At most so many trials are under way at a time; null: as many as there are workers for.</summary>
    public int? MaxConcurrent { get; init; }

    /// <summary>The sweep ends when its metric reaches this value; null: no value ends it.</summary>
    public double? Target { get; init; }

    /// <summary>Workers go to the sweep with the highest priority first.</summary>
    public int Priority { get; init; }

    /// <summary>The most epochs that a trial can have.</summary>
    public int MostEpochs => (int)Parameters.Where(p => p.Key == ParameterNames.Epochs).Select(p => MostOf(p.Value)).FirstOrDefault();

    /// <summary>The sweep whose results this one's search begins with; null for none.</summary>
    public string? WarmStart { get; init; }

    /// <summary>The file as it was given, to be kept with the results.</summary>
    public required string Text { get; init; }

    /// <summary>How many trials the sweep has.</summary>
    public long Trials => Method == SearchMethod.Grid ? Math.Min(GridSize.Of(Parameters), RunCap ?? long.MaxValue) : RunCap ?? 0;

    /// <summary>Gives one suggestion of this sweep's search its types, and the sweep's seed where it has none of its own.</summary>
    /// <param name="suggestion">One value for each of <see cref="Parameters"/>.</param>
    /// <exception cref="ArgumentException">A parameter is missing or has the wrong type.</exception>
    public Hyperparameters HyperparametersOf(ImmutableSortedDictionary<string, ParameterValue> suggestion) => HyperparametersOf(suggestion, Seed);

    /// <summary>Gives a suggestion its types.</summary>
    /// <param name="suggestion">A value for each parameter of a sweep.</param>
    /// <param name="seed">The seed where the suggestion has none.</param>
    /// <exception cref="ArgumentException">A parameter is missing or has the wrong type.</exception>
    public static Hyperparameters HyperparametersOf(ImmutableSortedDictionary<string, ParameterValue> suggestion, long? seed) => new()
    {
        Model = Required(suggestion, ParameterNames.Model, v => v.Text),
        LearningRate = Required(suggestion, ParameterNames.LearningRate, v => v.Number),
        BatchSize = checked((int)Required(suggestion, ParameterNames.BatchSize, v => v.Integer)),
        Epochs = checked((int)Required(suggestion, ParameterNames.Epochs, v => v.Integer)),
        Seed = Optional(suggestion, ParameterNames.Seed, v => v.Integer, seed),
        Optimizer = Optional(suggestion, ParameterNames.Optimizer, v => v.Text, Hyperparameters.Adam),
        WeightDecay = Optional(suggestion, ParameterNames.WeightDecay, v => v.Number, 0)!.Value,
        Momentum = Optional(suggestion, ParameterNames.Momentum, v => v.Number, 0)!.Value,
        Schedule = Optional(suggestion, ParameterNames.Schedule, v => v.Text, Hyperparameters.ConstantRate),
        WarmupEpochs = checked((int?)Optional(suggestion, ParameterNames.WarmupEpochs, v => v.Integer, null)),
        Augmentation = Optional(suggestion, ParameterNames.Augmentation, v => v.Text, Hyperparameters.NoAugmentation),
        LabelSmoothing = Optional(suggestion, ParameterNames.LabelSmoothing, v => v.Number, 0)!.Value,
    };

    /// <inheritdoc/>
    public bool Equals(SweepSpec? other) => other is not null && SweepDifference.Between(this, other).IsEmpty;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Method, Metric, RunCap, Seed, TrainLimit, TestLimit, Recipe);

    private static long MostOf(ParameterDomain domain) => domain switch
    {
        ListedValues listed => listed.Values.Max(value => value.Integer ?? 0),
        IntegerUniformRange range => range.Max,
        QuantizedRange range => range.Times(range.Last).Integer ?? 0,
        _ => 0,
    };

    private static string Optional(
        ImmutableSortedDictionary<string, ParameterValue> suggestion, string name, Func<ParameterValue, string?> read, string missing) =>
        suggestion.ContainsKey(name) ? Required(suggestion, name, read) : missing;

    private static T? Optional<T>(
        ImmutableSortedDictionary<string, ParameterValue> suggestion, string name, Func<ParameterValue, T?> read, T? missing)
        where T : struct => suggestion.ContainsKey(name) ? Required(suggestion, name, read) : missing;

    private static string Required(
        ImmutableSortedDictionary<string, ParameterValue> suggestion, string name, Func<ParameterValue, string?> read) =>
        suggestion.TryGetValue(name, out var value) && read(value) is { } text ? text : throw Unusable(suggestion, name);

    private static T Required<T>(
        ImmutableSortedDictionary<string, ParameterValue> suggestion, string name, Func<ParameterValue, T?> read)
        where T : struct =>
        suggestion.TryGetValue(name, out var value) && read(value) is { } number ? number : throw Unusable(suggestion, name);

    private static ArgumentException Unusable(ImmutableSortedDictionary<string, ParameterValue> suggestion, string name) =>
        new($"The suggestion's '{name}' is {(suggestion.TryGetValue(name, out var v) ? $"'{v}', which has the wrong type" : "missing")}.",
            nameof(suggestion));
}

using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Api;

/// <summary>A trial as the API, the table and the results show it.</summary>
[GenerateSerializer, Immutable]
public sealed record TrialView
{
    /// <summary>From 1, in the order of the suggestions.</summary>
    [Id(0)]
    public required int Number { get; init; }

    /// <summary>What the search chose, or what it goes on with since it took over another trial's.</summary>
    [Id(1)]
    public required ImmutableSortedDictionary<string, ParameterValue> Parameters { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)]
    public required TrialStatus Status { get; init; }

    /// <summary>The newest attempt's number, from 1; 0 before the first.</summary>
    [Id(3)]
    public required int Attempt { get; init; }

    /// <summary>The worker of the newest attempt; null before the first.</summary>
    [Id(4)]
    public string? Worker { get; init; }

    /// <summary>Epochs done.</summary>
    [Id(5)]
    public required int EpochsDone { get; init; }

    /// <summary>Epochs to do.</summary>
    [Id(6)]
    public required int Epochs { get; init; }

    /// <summary>The newest epoch; null before the first.</summary>
    [Id(7)]
    public EpochMetrics? Last { get; init; }

    /// <summary>The best value of the sweep's metric over the epochs; null before the first.</summary>
    [Id(8)]
    public double? Best { get; init; }

    /// <summary>Wall-clock seconds of all attempts so far.</summary>
    [Id(9)]
    public required double Seconds { get; init; }

    /// <summary>Why it failed or was tried again; null while all is well.</summary>
    [Id(10)]
    public string? Error { get; init; }

    /// <summary>The best model's file, relative to the sweep's folder; null before the first.</summary>
    [Id(11)]
    public string? Checkpoint { get; init; }

    /// <summary><c>cifar-10</c> or <c>synthetic</c>; null before its worker has read the data.</summary>
    [Id(12)]
    public string? Data { get; init; }

    /// <summary>What its worker is doing right now; null unless it is running.</summary>
    [Id(13)]
    public TrialProgress? Progress { get; init; }

    /// <summary>Grows with every change of the trial, so that old news can be told from new.</summary>
    [Id(14)]
    public long Revision { get; init; }

    /// <summary>SHA-256 over the final parameters and buffers, in the order of the model; null before the trial has completed.</summary>
    [Id(15)]
    public string? WeightsSha256 { get; init; }

    /// <summary>Rungs that it has got to, from 1 for the first; null where it has none to get to.</summary>
    [Id(20)]
    public int? Rung { get; init; }

    /// <summary>Attempts that followed one that was interrupted or failed; one that goes on from a rung is none of them.</summary>
    [Id(21)]
    public int Restarts { get; init; }

    /// <summary>The trial whose weights it took over last, by number; null where it has not.</summary>
    [Id(30)]
    public int? Parent { get; init; }

    /// <summary>
    /// Its place among the sweep's trials by the sweep's metric, 1 for the best; equals share one. Null where it has no value, and where trials are
    /// not shown all at once: in events, which would have to tell it of every trial whenever one reports, and of a trial alone.
    /// </summary>
    [Id(40)]
    public int? Rank { get; init; }
}

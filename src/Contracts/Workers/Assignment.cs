using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Workers;

/// <summary>One attempt at a trial, given to a worker.</summary>
[GenerateSerializer, Immutable]
public sealed record Assignment
{
    /// <summary>What to train.</summary>
    [Id(0)]
    public required TrialSpec Trial { get; init; }

    /// <summary>The attempt's number, from 1. Every report carries it.</summary>
    [Id(1)]
    public required int Attempt { get; init; }

    /// <summary>The lease under which the worker trains.</summary>
    [Id(2)]
    public required Guid Lease { get; init; }

    /// <summary>How many epochs the trial has been told of; an attempt that goes on from a checkpoint reports the others first.</summary>
    [Id(3)]
    public int EpochsKnown { get; init; }
}

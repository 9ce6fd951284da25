using System.Collections.Immutable;

namespace ResNet.Distributed.Contracts.Api;

/// <summary>
/// How much of the differences between a sweep's trials each of its parameters explains (functional ANOVA, docs/sweeps.md). Either there are
/// figures, or a reason why there are none.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record SweepImportance
{
    /// <summary>The metric that the trials were compared by.</summary>
    [Id(0)]
    public required string Metric { get; init; }

    /// <summary>How many trials the figures are made from, or could have been.</summary>
    [Id(1)]
    public required int Trials { get; init; }

    /// <summary>Every parameter that varies, the most important one first; empty where there are no figures.</summary>
    [Id(2)]
    public ImmutableArray<ParameterImportance> Parameters { get; init; } = [];

    /// <summary>What no parameter explains alone, but several do together: the rest, from 0 to 1. Null where there are no figures.</summary>
    [Id(3)]
    public double? Interactions { get; init; }

    /// <summary>Why there are no figures; null where there are some.</summary>
    [Id(4)]
    public string? Reason { get; init; }
}

using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Coordinator.Scheduling;
using ResNet.Distributed.Coordinator.Search;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>Everything that is known of a sweep, as it is stored. <see cref="SweepTransitions"/> moves it.</summary>
internal sealed record SweepState
{
    /// <summary>The sweep file as it was submitted; null before that.</summary>
    public string? Text { get; init; }

    /// <summary>Tells it from an older sweep of the same name that the store has forgotten.</summary>
    public Guid Run { get; init; }

    /// <summary>W3C traceparent of the sweep's root span; null where nobody listened when it was submitted.</summary>
    public string? Trace { get; init; }

    /// <summary>The images that all its trials are trained on; null before the first one has begun.</summary>
    public DataContent? Data { get; init; }

    /// <summary>When it was submitted.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>When its last trial ended; null while it goes on.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Whether someone cancelled it.</summary>
    public bool Cancelled { get; init; }

    /// <summary>When its first trial got a worker; null before that.</summary>
    public DateTimeOffset? Began { get; init; }

    /// <summary>Why it ends before all its trials have: a budget. Null otherwise.</summary>
    public string? Closed { get; init; }

    /// <summary>What trials brought to their rungs, in the order in which it was taken.</summary>
    public ImmutableArray<RungResult> Rungs { get; init; } = [];

    /// <summary>Which trials go on from a rung, in the order in which it was decided.</summary>
    public ImmutableArray<Promotion> Promotions { get; init; } = [];

    /// <summary>Trials that are to end early, and why.</summary>
    public ImmutableSortedDictionary<int, string> Stops { get; init; } = ImmutableSortedDictionary<int, string>.Empty;

    /// <summary>The trials that were started, by number, as they last told.</summary>
    public TrialTable Trials { get; init; } = TrialTable.Empty;

    /// <summary>The trials that it had when its file was last changed, by number: they stay what they are.</summary>
    public ImmutableSortedSet<int> Kept { get; init; } = [];

    /// <summary>What its search began with, of another sweep's results.</summary>
    public ImmutableArray<Observation> WarmStart { get; init; } = [];
}

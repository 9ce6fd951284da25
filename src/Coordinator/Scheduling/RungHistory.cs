using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Scheduling;

/// <summary>What is known of the rungs of a sweep.</summary>
internal sealed record RungHistory
{
    /// <summary>The sweep's metric.</summary>
    public required MetricSpec Metric { get; init; }

    /// <summary>Results, in the order in which they came.</summary>
    public ImmutableArray<RungResult> Results { get; init; } = [];

    /// <summary>Decisions so far, in their order.</summary>
    public ImmutableArray<Promotion> Promotions { get; init; } = [];

    /// <summary>Where every trial stands, by number from 1; the first is at index 0.</summary>
    public required ImmutableArray<TrialPhase> Phases { get; init; }

    /// <summary>What a trial that was started goes on with. Asked for alone: few decisions need it, and a table of all trials would be made for each.</summary>
    public Func<int, ImmutableSortedDictionary<string, ParameterValue>> ParametersOf { get; init; } =
        _ => ImmutableSortedDictionary<string, ParameterValue>.Empty;

    /// <summary>Where a trial stands.</summary>
    public TrialPhase PhaseOf(int trial) => Phases[trial - 1];

    /// <summary>Whether no trial can come to any rung: all have ended, or are paused.</summary>
    public bool IsQuiet => Phases.All(phase => phase is TrialPhase.Paused or TrialPhase.Completed or TrialPhase.Ended);

    /// <summary>
    /// Best first, NaN last; of equals the trial with the lower number first, whichever came earlier: a death in between changes who comes when,
    /// and accuracies over few images are often equal.
    /// </summary>
    public IEnumerable<RungResult> Ranked(IEnumerable<RungResult> results) =>
        results.OrderBy(result => double.IsNaN(result.Value) ? 1 : 0)
            .ThenBy(result => Metric.Goal == MetricGoal.Maximize ? -result.Value : result.Value)
            .ThenBy(result => result.Trial);

    /// <summary>The same after one more promotion.</summary>
    public RungHistory After(Promotion promotion) => this with
    {
        Promotions = Promotions.Add(promotion),
        Phases = Phases.SetItem(promotion.Trial - 1, TrialPhase.UnderWay),
    };
}

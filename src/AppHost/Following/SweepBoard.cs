using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.AppHost.Following;

/// <summary>A sweep and its trials, as the events so far tell.</summary>
/// <param name="Sweep">The sweep.</param>
/// <param name="Trials">By number.</param>
internal sealed record SweepBoard(SweepView Sweep, ImmutableSortedDictionary<int, TrialView> Trials)
{
    /// <summary>Best first; a trial without a value comes last.</summary>
    public IEnumerable<TrialView> Ranking => TrialRanking.BestFirst(Trials.Values, Sweep.Goal);

    /// <summary>Trials that ended without completing, and not because the scheduler or a budget wanted so.</summary>
    public IEnumerable<TrialView> Unsuccessful => Trials.Values.Where(t => t.Status.IsUnsuccessful());

    /// <summary>The parameters worth a column: model and learning rate, and whatever differs between trials.</summary>
    public IReadOnlyList<string> Columns => ParameterColumns.Of([.. Trials.Values]);

    /// <summary>The first event, which holds all trials.</summary>
    public static SweepBoard From(SweepEvent first) =>
        new(first.Sweep, first.Trials.ToImmutableSortedDictionary(t => t.Number, t => t));

    /// <summary>The board after one more event.</summary>
    public SweepBoard Apply(SweepEvent next) =>
        new(next.Sweep, Trials.SetItems(next.Trials.Select(t => KeyValuePair.Create(t.Number, t))));
}

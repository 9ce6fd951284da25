using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Search;
using ResNet.Distributed.Coordinator.Search.Tpe;

namespace ResNet.Distributed.AppHost.Previewing;

/// <summary>The trials whose parameters the file alone decides, by the coordinator's own search: they are suggested before anything has been learned.</summary>
internal sealed class KnownTrials
{
    private readonly ISearcher _searcher;

    /// <param name="spec">The sweep.</param>
    public KnownTrials(SweepSpec spec)
    {
        _searcher = Searcher.Create(spec);
        Total = _searcher.Count;

        // What it is warm from is in the cluster, not in the file.
        Count = !_searcher.Learns ? Total : spec.WarmStart is null ? Math.Min(Total, TpeSearch.StartupTrials) : 0;
    }

    /// <summary>How many trials the sweep has.</summary>
    public int Total { get; }

    /// <summary>How many of them are known, those with the lowest numbers.</summary>
    public int Count { get; }

    /// <summary>One of the known ones.</summary>
    /// <param name="number">From 1 to <see cref="Count"/>.</param>
    public ImmutableSortedDictionary<string, ParameterValue> this[int number] => _searcher.Suggest(number, []);

    /// <summary>The first of the known ones.</summary>
    /// <param name="most">So many at most.</param>
    public ImmutableArray<ImmutableSortedDictionary<string, ParameterValue>> First(int most) =>
        [.. Enumerable.Range(1, Math.Min(Count, most)).Select(number => this[number])];
}

using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Search;

/// <summary>
/// Chooses the parameters of a sweep's trials. The same sweep, number and history give the same suggestion, in every process and version.
/// </summary>
internal interface ISearcher
{
    /// <summary>How many trials the sweep has.</summary>
    int Count { get; }

    /// <summary>
    /// Whether a suggestion depends on what other trials have come to. Where it does not, any trial can be suggested at any time; where it
    /// does, it is asked for once, as late as possible, and kept.
    /// </summary>
    bool Learns { get; }

    /// <summary>The parameters of one trial: a value for each parameter of the sweep.</summary>
    /// <param name="number">From 1 to <see cref="Count"/>.</param>
    /// <param name="history">What is known of other trials, in an order of its own that matters; a searcher that does not learn does not look at it.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such trial.</exception>
    ImmutableSortedDictionary<string, ParameterValue> Suggest(int number, IReadOnlyList<Observation> history);
}

using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Search.Sobol;
using ResNet.Distributed.Coordinator.Search.Tpe;

namespace ResNet.Distributed.Coordinator.Search;

/// <summary>Makes the searcher that a sweep asks for.</summary>
internal static class Searcher
{
    /// <param name="spec">The sweep.</param>
    /// <param name="kept">
    /// Trials that the sweep had before its file was changed, by number: they stay what they are. A grid alone looks at them, because its
    /// numbers depend on all of its lists.
    /// </param>
    public static ISearcher Create(
        SweepSpec spec, IReadOnlyDictionary<int, ImmutableSortedDictionary<string, ParameterValue>>? kept = null) => spec.Method switch
        {
            SearchMethod.Grid => new GridSearch(spec, kept),
            SearchMethod.Random => new RandomSearch(spec),
            SearchMethod.Sobol => new SobolSearch(spec),
            SearchMethod.Tpe => new TpeSearch(spec),
            SearchMethod.Pbt => new RandomSearch(spec),
            _ => throw new ArgumentException($"No searcher for method {spec.Method}.", nameof(spec)),
        };
}

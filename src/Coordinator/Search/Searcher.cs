using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Coordinator.Search;

/// <summary>Makes the searcher that a sweep asks for.</summary>
internal static class Searcher
{
    public static ISearcher Create(SweepSpec spec) => spec.Method switch
    {
        SearchMethod.Grid => new GridSearch(spec),
        SearchMethod.Random => new RandomSearch(spec),
        _ => throw new ArgumentException($"No searcher for method {spec.Method}.", nameof(spec)),
    };
}

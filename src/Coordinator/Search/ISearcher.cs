using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Search;

/// <summary>Chooses the parameters of a sweep's trials. A suggestion depends on the sweep and its number alone, never on other trials.</summary>
internal interface ISearcher
{
    /// <summary>How many trials the sweep has.</summary>
    int Count { get; }

    /// <summary>The parameters of one trial: a value for each parameter of the sweep.</summary>
    /// <param name="number">From 1 to <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such trial.</exception>
    ImmutableSortedDictionary<string, ParameterValue> Suggest(int number);
}

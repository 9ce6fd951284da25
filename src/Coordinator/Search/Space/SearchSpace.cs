using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Search.Space;

/// <summary>
/// The parameters of a sweep that vary, as dimensions of a unit cube, by name: the order in which a file lists them means nothing.
/// </summary>
internal sealed class SearchSpace(SweepSpec spec)
{
    private readonly ImmutableSortedDictionary<string, ParameterValue> _constants = spec.Parameters
        .Where(p => IsConstant(p.Value))
        .ToImmutableSortedDictionary(p => p.Key, p => ((ListedValues)p.Value).Values[0], StringComparer.Ordinal);

    /// <summary>The dimensions.</summary>
    public ImmutableArray<(string Name, Dimension Dimension)> Dimensions { get; } =
    [
        .. spec.Parameters
            .Where(p => !IsConstant(p.Value))
            .OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => (p.Key, Dimension.Of(p.Value))),
    ];

    /// <summary>A suggestion: these values of the dimensions, and all constants.</summary>
    public ImmutableSortedDictionary<string, ParameterValue> With(IReadOnlyList<ParameterValue> values) =>
        _constants.SetItems(Dimensions.Select((dimension, index) => KeyValuePair.Create(dimension.Name, values[index])));

    private static bool IsConstant(ParameterDomain domain) => domain is ListedValues { Values.Length: 1 };
}

using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Search;

/// <summary>
/// Every combination of the listed values once, in the order of Python's <c>itertools.product</c>: the last parameter of the file
/// varies fastest. A <c>run_cap</c> keeps the first so many.
/// </summary>
internal sealed class GridSearch(SweepSpec spec) : ISearcher
{
    private readonly ImmutableArray<(string Name, ImmutableArray<ParameterValue> Values)> _axes =
        [.. spec.Parameters.Select(p => (p.Key, Listed(p.Key, p.Value)))];

    /// <inheritdoc/>
    public int Count { get; } = (int)Math.Min(GridSize.Of(spec.Parameters), spec.RunCap ?? int.MaxValue);

    /// <inheritdoc/>
    public ImmutableSortedDictionary<string, ParameterValue> Suggest(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, Count);
        var suggestion = ImmutableSortedDictionary.CreateBuilder<string, ParameterValue>(StringComparer.Ordinal);

        // The number, from 0, written in a system whose digits are the axes, the last one being the ones.
        var rest = number - 1;
        foreach (var (name, values) in _axes.Reverse())
        {
            suggestion[name] = values[rest % values.Length];
            rest /= values.Length;
        }

        return suggestion.ToImmutable();
    }

    private static ImmutableArray<ParameterValue> Listed(string name, ParameterDomain domain) =>
        (domain as ListedValues)?.Values ?? throw new ArgumentException($"A grid lists its values; '{name}' is {domain}.", nameof(domain));
}

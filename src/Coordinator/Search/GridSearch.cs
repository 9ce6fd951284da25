using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Search.Space;

namespace ResNet.Distributed.Coordinator.Search;

/// <summary>
/// Every combination of the listed values once, in the order of Python's <c>itertools.product</c>: the last parameter of the file
/// varies fastest. A <c>run_cap</c> keeps the first so many. Trials that a smaller grid had before keep their numbers; the other
/// combinations get the numbers that are left, in the same order.
/// </summary>
internal sealed class GridSearch : ISearcher
{
    private readonly ImmutableArray<(string Name, ListedDimension Values)> _axes;
    private readonly ImmutableArray<int>? _places;

    public GridSearch(SweepSpec spec, IReadOnlyDictionary<int, ImmutableSortedDictionary<string, ParameterValue>>? kept = null)
    {
        _axes = [.. spec.Parameters.Select(p => (p.Key, Listed(p.Key, p.Value)))];
        Count = (int)Math.Min(spec.Trials, int.MaxValue);
        _places = kept is null ? null : Places(kept.ToDictionary(trial => trial.Key, trial => PlaceOf(trial.Value)));
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public bool Learns => false;

    /// <inheritdoc/>
    public ImmutableSortedDictionary<string, ParameterValue> Suggest(int number, IReadOnlyList<Observation> history)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, Count);
        return At(_places?[number - 1] ?? number - 1);
    }

    private ImmutableArray<int> Places(Dictionary<int, int> kept)
    {
        var taken = kept.Values.ToHashSet();
        var next = 0;
        return [.. Enumerable.Range(1, Count).Select(number => kept.TryGetValue(number, out var place) ? place : NextFree())];

        int NextFree()
        {
            while (taken.Contains(next))
            {
                next++;
            }

            return next++;
        }
    }

    private ImmutableSortedDictionary<string, ParameterValue> At(int place)
    {
        var suggestion = ImmutableSortedDictionary.CreateBuilder<string, ParameterValue>(StringComparer.Ordinal);

        // The place, from 0, written in a system whose digits are the axes, the last one being the ones.
        foreach (var (name, values) in _axes.Reverse())
        {
            suggestion[name] = values[place % values.Count];
            place /= values.Count;
        }

        return suggestion.ToImmutable();
    }

    private int PlaceOf(ImmutableSortedDictionary<string, ParameterValue> parameters) => _axes.Aggregate(
        0, (place, axis) => checked((place * axis.Values.Count) + (axis.Values.IndexOf(parameters[axis.Name])
            ?? throw new ArgumentException($"The grid has no {axis.Name} of {parameters[axis.Name]}.", nameof(parameters)))));

    private static ListedDimension Listed(string name, ParameterDomain domain) => domain is ListedValues listed
        ? new ListedDimension(listed)
        : throw new ArgumentException($"A grid lists its values; '{name}' is {domain}.", nameof(domain));
}

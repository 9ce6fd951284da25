using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Search.Space;

namespace ResNet.Distributed.Coordinator.Search;

/// <summary>
/// Every combination of the listed values once, in the order of <see cref="GridTrials"/>. Trials that a smaller grid had before keep their numbers;
/// the other combinations get the numbers that are left, in the same order.
/// </summary>
internal sealed class GridSearch : ISearcher
{
    private readonly SweepSpec _spec;
    private readonly ImmutableArray<(string Name, ListedDimension Values)> _axes;
    private readonly ImmutableArray<int>? _places;

    public GridSearch(SweepSpec spec, IReadOnlyDictionary<int, ImmutableSortedDictionary<string, ParameterValue>>? kept = null)
    {
        _spec = spec;
        _axes = [.. spec.Parameters.Select(p => (p.Key, Listed(p.Key, p.Value)))];
        Count = GridTrials.Count(spec);
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
        return GridTrials.Of(_spec, (_places?[number - 1] ?? number - 1) + 1);
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

    private int PlaceOf(ImmutableSortedDictionary<string, ParameterValue> parameters) => _axes.Aggregate(
        0, (place, axis) => checked((place * axis.Values.Count) + (axis.Values.IndexOf(parameters[axis.Name])
            ?? throw new ArgumentException($"The grid has no {axis.Name} of {parameters[axis.Name]}.", nameof(parameters)))));

    private static ListedDimension Listed(string name, ParameterDomain domain) => domain is ListedValues listed
        ? new ListedDimension(listed)
        : throw new ArgumentException($"A grid lists its values; '{name}' is {domain}.", nameof(domain));
}

using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Search;

/// <summary>Every combination of the listed values once, in the order of <see cref="GridTrials"/>.</summary>
internal sealed class GridSearch : ISearcher
{
    private readonly SweepSpec _spec;

    public GridSearch(SweepSpec spec)
    {
        _spec = spec;
        Count = GridTrials.Count(spec);

        // A parameter that is not listed is found now.
        GridTrials.Of(spec, 1);
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public ImmutableSortedDictionary<string, ParameterValue> Suggest(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, Count);
        return GridTrials.Of(_spec, number);
    }
}

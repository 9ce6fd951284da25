using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Search.Space;

namespace ResNet.Distributed.Coordinator.Search.Sobol;

/// <summary>
/// The points of a Sobol sequence (Sobol', "On the distribution of points in a cube and the approximate evaluation of integrals", 1967), a
/// dimension for each parameter that varies, scrambled by the sweep's seed (0 where it has none). Trial n is point n - 1, which depends on
/// the seed and n alone. The first 2^k trials have one in each of 2^k equal parts of every parameter.
/// </summary>
internal sealed class SobolSearch : ISearcher
{
    private const double Points = 1L << 32;

    private readonly SearchSpace _space;
    private readonly ImmutableArray<OwenScrambling> _scramblings;

    public SobolSearch(SweepSpec spec)
    {
        Count = spec.RunCap ?? throw new ArgumentException("A Sobol search needs a run_cap: it has no end of its own.", nameof(spec));
        _space = new SearchSpace(spec);
        if (_space.Dimensions.Length > SobolSequence.MostDimensions)
        {
            throw new ArgumentException(
                $"{_space.Dimensions.Length} parameters vary; expected at most {SobolSequence.MostDimensions} in a Sobol search.", nameof(spec));
        }

        _scramblings = [.. _space.Dimensions.Select(dimension => new OwenScrambling(RandomStream.For(spec.Seed ?? 0, 0, dimension.Name).Next()))];
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

        // The middle of each of 2^32 parts: a part's lower end may be a value that is hardly ever drawn.
        return _space.With([.. _space.Dimensions.Select((dimension, index) => dimension.Dimension.At(
            (_scramblings[index].Apply(SobolSequence.Coordinate(index, (uint)number - 1)) + 0.5) / Points))]);
    }
}

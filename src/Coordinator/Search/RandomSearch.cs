using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Search.Space;

namespace ResNet.Distributed.Coordinator.Search;

/// <summary>
/// Independent draws, <c>run_cap</c> of them. Each value comes from a stream of its own, started from the sweep's seed (0 where it has
/// none), the trial's number and the parameter's name: neither the order in which trials run nor another parameter changes it.
/// </summary>
internal sealed class RandomSearch(SweepSpec spec) : ISearcher
{
    /// <inheritdoc/>
    public int Count { get; } =
        spec.RunCap ?? throw new ArgumentException("A random search needs a run_cap: it has no end of its own.", nameof(spec));

    /// <inheritdoc/>
    public bool Learns => false;

    /// <inheritdoc/>
    public ImmutableSortedDictionary<string, ParameterValue> Suggest(int number, IReadOnlyList<Observation> history)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, Count);
        return spec.Parameters.ToImmutableSortedDictionary(
            p => p.Key, p => Draw(p.Value, RandomStream.For(spec.Seed ?? 0, number, p.Key)), StringComparer.Ordinal);
    }

    /// <summary>One value of a domain.</summary>
    internal static ParameterValue Draw(ParameterDomain domain, RandomStream stream) => domain switch
    {
        ListedValues { Probabilities.IsEmpty: true } listed => listed.Values[(int)stream.NextBelow((ulong)listed.Values.Length)],

        // Both ends are drawn, and Max - Min + 1 fits: Min is not negative.
        IntegerUniformRange(var min, var max) => ParameterValue.Of(min + (long)stream.NextBelow((ulong)(max - min) + 1)),
        _ => Dimension.Of(domain).At(stream.NextUnit()),
    };
}

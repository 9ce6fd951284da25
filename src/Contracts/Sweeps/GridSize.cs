using System.Collections.Immutable;

namespace ResNet.Distributed.Contracts.Sweeps;

/// <summary>How many combinations a grid has.</summary>
public static class GridSize
{
    /// <summary>The product of the listed values' counts, <see cref="long.MaxValue"/> where it would be more; a range counts as one.</summary>
    public static long Of(ImmutableArray<KeyValuePair<string, ParameterDomain>> parameters) =>
        (long)parameters.Aggregate(UInt128.One, (size, p) =>
            UInt128.Min(size * (UInt128)((p.Value as ListedValues)?.Values.Length ?? 1), (UInt128)long.MaxValue));
}

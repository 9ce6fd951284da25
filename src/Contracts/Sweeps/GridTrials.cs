using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Sweeps;

/// <summary>
/// Every combination of a grid's listed values once, in the order of Python's <c>itertools.product</c>: the last parameter of the file
/// varies fastest. A <c>run_cap</c> keeps the first so many.
/// </summary>
public static class GridTrials
{
    /// <summary>How many there are.</summary>
    public static int Count(SweepSpec spec) => (int)Math.Min(GridSize.Of(spec.Parameters), spec.RunCap ?? int.MaxValue);

    /// <summary>One of them.</summary>
    /// <param name="spec">The sweep, whose parameters are all listed.</param>
    /// <param name="number">From 1 to <see cref="Count"/>.</param>
    /// <exception cref="ArgumentException">A parameter is not listed.</exception>
    public static ImmutableSortedDictionary<string, ParameterValue> Of(SweepSpec spec, int number)
    {
        var combination = ImmutableSortedDictionary.CreateBuilder<string, ParameterValue>(StringComparer.Ordinal);

        // The number, from 0, written in a system whose digits are the parameters, the last one being the ones.
        var rest = number - 1;
        foreach (var (name, domain) in spec.Parameters.Reverse())
        {
            var values = (domain as ListedValues)?.Values ?? throw new ArgumentException($"A grid lists its values; '{name}' is {domain}.", nameof(spec));
            combination[name] = values[rest % values.Length];
            rest /= values.Length;
        }

        return combination.ToImmutable();
    }
}

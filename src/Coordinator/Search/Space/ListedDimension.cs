using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Search.Space;

/// <summary>A list: a piece for each value, in the list's order.</summary>
internal sealed class ListedDimension : Dimension
{
    private readonly ImmutableArray<ParameterValue> _values;

    public ListedDimension(ListedValues listed)
    {
        _values = listed.Values;
        var sum = listed.Probabilities.Sum();
        Shares = listed.Probabilities.IsEmpty
            ? [.. _values.Select(_ => 1.0 / _values.Length)]
            : [.. listed.Probabilities.Select(probability => probability / sum)];
    }

    /// <summary>How many values there are.</summary>
    public int Count => _values.Length;

    /// <summary>How likely each value is, 1 in all.</summary>
    public ImmutableArray<double> Shares { get; }

    /// <summary>A value by its place in the list, from 0.</summary>
    public ParameterValue this[int index] => _values[index];

    /// <summary>The place of a value; null where the list does not have it.</summary>
    public int? IndexOf(ParameterValue value)
    {
        for (var index = 0; index < _values.Length; index++)
        {
            if (AreSame(_values[index], value))
            {
                return index;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override ParameterValue At(double point)
    {
        var last = 0;
        for (var (index, end) = (0, 0.0); index < Count; index++)
        {
            // What rounding leaves over at the end belongs to the last value that is possible at all.
            last = Shares[index] > 0 ? index : last;
            end += Shares[index];
            if (point < end)
            {
                break;
            }
        }

        return _values[last];
    }

    /// <inheritdoc/>
    public override (double Low, double High)? PieceOf(ParameterValue value)
    {
        if (IndexOf(value) is not { } index)
        {
            return null;
        }

        var low = Shares.Take(index).Sum();
        return (low, low + Shares[index]);
    }

    // A real number that happens to be whole comes back from the store as a whole one.
    private static bool AreSame(ParameterValue one, ParameterValue other) =>
        one == other || (one.Number is { } number && number == other.Number && (one.Integer is null || other.Integer is null));
}

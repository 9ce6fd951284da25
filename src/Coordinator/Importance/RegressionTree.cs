using ResNet.Distributed.Coordinator.Search;

namespace ResNet.Distributed.Coordinator.Importance;

/// <summary>
/// A regression tree (Breiman, Friedman, Olshen and Stone, "Classification and Regression Trees", 1984): boxes are cut in two where that takes
/// most from the variance, until the values of each are the same.
/// </summary>
internal sealed class RegressionTree
{
    private const int MostDepth = 64;

    // Of values with a variance of 1, this is nothing.
    private const double Negligible = 1e-12;

    private readonly RegressionSamples _samples;
    private readonly RandomStream _stream;
    private readonly double[] _coordinates;
    private readonly double[] _values;
    private readonly int[] _order;
    private readonly List<Leaf> _leaves = [];

    private RegressionTree(RegressionSamples samples, int rows, RandomStream stream)
    {
        (_samples, _stream) = (samples, stream);
        (_coordinates, _values) = (new double[rows], new double[rows]);
        _order = [.. Enumerable.Range(0, samples.Axes.Count)];
    }

    /// <summary>The leaves of the tree that is grown from some of the samples; together they are the whole space.</summary>
    /// <param name="samples">With values whose variance is about 1.</param>
    /// <param name="rows">Which samples; one may be there several times.</param>
    /// <param name="stream">Decides between cuts that are equally good.</param>
    public static IReadOnlyList<Leaf> Grow(RegressionSamples samples, int[] rows, RandomStream stream)
    {
        var tree = new RegressionTree(samples, rows.Length, stream);
        tree.Grow([.. samples.Axes.Select(axis => axis.Whole)], rows, 0);
        return tree._leaves;
    }

    private void Grow(Region[] box, ReadOnlySpan<int> rows, int depth)
    {
        var (cut, axis) = depth < MostDepth ? BestCut(box, rows) : (null, 0);
        if (cut is null)
        {
            _leaves.Add(new Leaf(box, Mean(rows)));
            return;
        }

        var (one, other) = (new List<int>(), new List<int>());
        foreach (var row in rows)
        {
            (cut.One.Contains(_samples.Points[row][axis]) ? one : other).Add(row);
        }

        Grow([.. box.Select((region, index) => index == axis ? cut.One : region)], one.ToArray(), depth + 1);
        Grow([.. box.Select((region, index) => index == axis ? cut.Other : region)], other.ToArray(), depth + 1);
    }

    private (Cut? Cut, int Axis) BestCut(Region[] box, ReadOnlySpan<int> rows)
    {
        var (best, at) = ((Cut?)null, 0);
        Shuffle(_order);
        foreach (var axis in _order)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                (_coordinates[i], _values[i]) = (_samples.Points[rows[i]][axis], _samples.Values[rows[i]]);
            }

            var cut = _samples.Axes[axis].BestCut(box[axis], _coordinates.AsSpan(0, rows.Length), _values.AsSpan(0, rows.Length));
            (best, at) = cut is not null && cut.Gain > Math.Max(Negligible, best?.Gain ?? 0) ? (cut, axis) : (best, at);
        }

        return (best, at);
    }

    private double Mean(ReadOnlySpan<int> rows)
    {
        var sum = 0.0;
        foreach (var row in rows)
        {
            sum += _samples.Values[row];
        }

        return sum / rows.Length;
    }

    private void Shuffle(int[] order)
    {
        for (var left = order.Length; left > 1; left--)
        {
            var drawn = (int)_stream.NextBelow((ulong)left);
            (order[left - 1], order[drawn]) = (order[drawn], order[left - 1]);
        }
    }
}

using ResNet.Distributed.Coordinator.Search.Space;

namespace ResNet.Distributed.Coordinator.Search.Tpe;

/// <summary>
/// A density over a search space: a mixture of one kernel for each trial, a product over the dimensions, and a wide one, the prior, that
/// is everywhere.
/// </summary>
internal sealed class ParzenEstimator
{
    private readonly IKernelColumn[] _columns;
    private readonly double[] _weights;
    private readonly double[] _products;

    /// <param name="space">The space.</param>
    /// <param name="points">A point for each trial, the oldest first; it may be none.</param>
    public ParzenEstimator(SearchSpace space, IReadOnlyList<double[]> points)
    {
        _weights = KernelWeights.Of(points.Count);
        _products = new double[_weights.Length];
        _columns = [.. space.Dimensions.Select((entry, index) => Column(entry.Dimension, [.. points.Select(point => point[index])]))];

        IKernelColumn Column(Dimension dimension, double[] coordinates) => dimension is ListedDimension listed
            ? new ListedKernels(listed, coordinates)
            : new NumberKernels(dimension, coordinates);
    }

    /// <summary>A draw from the mixture.</summary>
    public double[] Draw(RandomStream stream)
    {
        var (kernel, rest) = (0, stream.NextUnit() - _weights[0]);
        while (rest >= 0 && kernel < _weights.Length - 1)
        {
            rest -= _weights[++kernel];
        }

        return [.. _columns.Select(column => column.Draw(kernel, stream))];
    }

    /// <summary>The density at a point, as a multiple of that of an even distribution. Above 0 at every point that can be drawn.</summary>
    public double Density(double[] point)
    {
        _weights.CopyTo(_products, 0);
        for (var index = 0; index < _columns.Length; index++)
        {
            _columns[index].Multiply(point[index], _products);
        }

        return _products.Sum();
    }
}

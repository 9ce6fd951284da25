using System.Collections.Immutable;
using ResNet.Distributed.Coordinator.Search.Space;

namespace ResNet.Distributed.Coordinator.Search.Tpe;

/// <summary>
/// Kernels over a list (Aitchison and Aitken, "Multivariate binary discrimination by the kernel method", 1976): a trial's has most of its
/// weight at the trial's value, and the less at the others the more trials there are. A coordinate is a place in the list.
/// </summary>
internal sealed class ListedKernels : IKernelColumn
{
    private readonly ImmutableArray<double> _shares;
    private readonly int[] _places;
    private readonly double _spread;

    /// <param name="dimension">The list.</param>
    /// <param name="places">The trials' places in it.</param>
    public ListedKernels(ListedDimension dimension, double[] places)
    {
        _shares = dimension.Shares;
        _places = [.. places.Select(place => (int)place)];

        // The prior's weight is 1, shared by all kernels; each gives that much to every value, were all equally likely.
        var prior = (double)dimension.Count / (places.Length + 1);
        _spread = prior / (1 + prior);
    }

    /// <inheritdoc/>
    public double Draw(int kernel, RandomStream stream)
    {
        var unit = stream.NextUnit();
        var place = 0;
        for (unit -= Probability(kernel, 0); unit >= 0 && place < _shares.Length - 1; unit -= Probability(kernel, place))
        {
            place++;
        }

        return place;
    }

    /// <inheritdoc/>
    public void Multiply(double coordinate, Span<double> products)
    {
        var place = (int)coordinate;
        for (var kernel = 0; kernel < products.Length; kernel++)
        {
            products[kernel] *= Probability(kernel, place);
        }
    }

    private double Probability(int kernel, int place) => kernel == _places.Length
        ? _shares[place]
        : (_spread * _shares[place]) + (_places[kernel] == place ? 1 - _spread : 0);
}

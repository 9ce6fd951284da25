using MathNet.Numerics.Distributions;
using ResNet.Distributed.Coordinator.Search.Space;

namespace ResNet.Distributed.Coordinator.Search.Tpe;

/// <summary>
/// Kernels over numbers: normal distributions around the trials' coordinates, cut off at both ends of the unit interval; the prior's is
/// as wide as that. Where a value has a piece of the interval, its density is the mean over the piece.
/// </summary>
internal sealed class NumberKernels : IKernelColumn
{
    // A piece so much narrower than its kernel is a point: the mean over it is the density in its middle, to four digits at least.
    private const double Narrow = 1.0 / 32;

    // Beside the prior, a kernel that is so many standard deviations away is nothing; and most are, of a long history.
    private const double Far = 7;

    private static readonly double RootOfTwoPi = Math.Sqrt(2 * Math.PI);

    private readonly Dimension _dimension;
    private readonly double[] _centres;
    private readonly double[] _widths;
    private readonly double[] _below;
    private readonly double[] _masses;

    /// <param name="dimension">The dimension.</param>
    /// <param name="coordinates">The trials' coordinates.</param>
    public NumberKernels(Dimension dimension, double[] coordinates)
    {
        _dimension = dimension;
        _centres = [.. coordinates, 0.5];
        _widths = [.. Bandwidths.Of(coordinates), 1];
        _below = [.. _centres.Zip(_widths, (centre, width) => Normal.CDF(centre, width, 0))];
        _masses = [.. _centres.Index().Select(kernel => Normal.CDF(kernel.Item, _widths[kernel.Index], 1) - _below[kernel.Index])];
    }

    /// <inheritdoc/>
    public double Draw(int kernel, RandomStream stream)
    {
        var share = _below[kernel] + (stream.NextUnit() * _masses[kernel]);
        var drawn = Math.Clamp(Normal.InvCDF(_centres[kernel], _widths[kernel], share), 0, 1);

        // What is drawn is a value, wherever in its piece the draw was.
        return _dimension.PieceOf(_dimension.At(drawn)) is var (low, high) && low < high ? (low + high) / 2 : drawn;
    }

    /// <inheritdoc/>
    public void Multiply(double coordinate, Span<double> products)
    {
        var (low, high) = _dimension.PieceOf(_dimension.At(coordinate)) ?? (coordinate, coordinate);
        for (var kernel = 0; kernel < products.Length; kernel++)
        {
            if (products[kernel] == 0)
            {
                continue;
            }

            var (centre, width) = (_centres[kernel], _widths[kernel]);
            products[kernel] *= low - centre > Far * width || centre - high > Far * width ? 0
                : high - low < Narrow * width ? PointDensity((coordinate - centre) / width) / (width * _masses[kernel])
                : (NormalTable.Below((high - centre) / width) - NormalTable.Below((low - centre) / width)) / ((high - low) * _masses[kernel]);
        }
    }

    private static double PointDensity(double deviations) => Math.Exp(-0.5 * deviations * deviations) / RootOfTwoPi;
}

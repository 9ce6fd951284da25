using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Search.Space;

/// <summary>Multiples of a number: the piece of each is what is nearer to it than to any other.</summary>
internal sealed class QuantizedDimension : Dimension
{
    // So near to a multiple, in parts of it, is the multiple, however it was written.
    private const double Tolerance = 1e-9;

    private readonly QuantizedRange _range;
    private readonly double _q;
    private readonly Law _law;

    public QuantizedDimension(QuantizedRange range)
    {
        var (min, max) = (range.Min.Number!.Value, range.Max.Number!.Value);
        (_range, _q) = (range, range.Q.Number!.Value);
        _law = range.IsLogarithmic ? new LogUniformLaw(min, max) : new UniformLaw(min, max);
    }

    /// <inheritdoc/>
    public override ParameterValue At(double point) =>
        _range.Times(Math.Clamp((long)Math.Round(_law.Quantile(point) / _q), _range.First, _range.Last));

    /// <inheritdoc/>
    public override (double Low, double High)? PieceOf(ParameterValue value)
    {
        if (value.Number is not { } number)
        {
            return null;
        }

        var multiple = Math.Round(number / _q);
        return Math.Abs((number / _q) - multiple) <= Tolerance * Math.Max(1, multiple) && multiple >= _range.First && multiple <= _range.Last
            ? (multiple == _range.First ? 0 : _law.Share((multiple - 0.5) * _q), multiple == _range.Last ? 1 : _law.Share((multiple + 0.5) * _q))
            : null;
    }
}

using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Search.Space;

/// <summary>Whole numbers: equal pieces.</summary>
internal sealed class IntegerDimension(IntegerUniformRange range) : Dimension
{
    private readonly double _count = (double)(range.Max - range.Min) + 1;

    /// <inheritdoc/>
    public override ParameterValue At(double point) =>
        ParameterValue.Of(range.Min + (long)Math.Min((ulong)(point * _count), (ulong)(range.Max - range.Min)));

    /// <inheritdoc/>
    public override (double Low, double High)? PieceOf(ParameterValue value) =>
        value.Integer is { } number && number >= range.Min && number <= range.Max
            ? ((number - range.Min) / _count, ((number - range.Min) + 1.0) / _count)
            : null;
}

using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Search.Space;

/// <summary>A real number: a point for each value.</summary>
internal sealed class RealDimension(Law law) : Dimension
{
    /// <inheritdoc/>
    public override ParameterValue At(double point) => ParameterValue.Of(law.Quantile(point));

    /// <inheritdoc/>
    public override (double Low, double High)? PieceOf(ParameterValue value)
    {
        if (value.Number is not { } number || number < law.Min || number > law.Max)
        {
            return null;
        }

        var point = law.Share(number);
        return (point, point);
    }
}

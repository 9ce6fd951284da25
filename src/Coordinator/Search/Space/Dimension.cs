using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Search.Space;

/// <summary>
/// One parameter as the unit interval, on which its distribution is even: every point is a value, and a value is as likely as its piece is
/// long (the probability integral transform).
/// </summary>
internal abstract class Dimension
{
    /// <summary>The dimension of a domain.</summary>
    public static Dimension Of(ParameterDomain domain) => domain switch
    {
        ListedValues listed => new ListedDimension(listed),
        UniformRange(var min, var max) => new RealDimension(new UniformLaw(min, max)),
        LogUniformRange(var min, var max) => new RealDimension(new LogUniformLaw(min, max)),
        InverseLogUniformRange(var min, var max) => new RealDimension(new LogUniformLaw(min, max)),
        NormalRange normal => new RealDimension(new NormalLaw(normal)),
        IntegerUniformRange integers => new IntegerDimension(integers),
        QuantizedRange quantized => new QuantizedDimension(quantized),
        _ => throw new ArgumentException($"No dimension for {domain}.", nameof(domain)),
    };

    /// <summary>The value at a point.</summary>
    /// <param name="point">From 0 to 1.</param>
    public abstract ParameterValue At(double point);

    /// <summary>The points of a value, from low to high; one point for a real number. Null for a value that the parameter cannot have.</summary>
    public abstract (double Low, double High)? PieceOf(ParameterValue value);
}

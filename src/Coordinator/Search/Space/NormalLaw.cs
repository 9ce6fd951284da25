using MathNet.Numerics.Distributions;
using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Coordinator.Search.Space;

/// <summary>A normal distribution, of the number or its logarithm, cut off at both ends of the interval.</summary>
internal sealed class NormalLaw(NormalRange range) : Law(range.Low, range.High)
{
    private readonly double _below = Normal.CDF(range.Mu, range.Sigma, range.IsLogarithmic ? Math.Log(range.Low) : range.Low);
    private readonly double _notAbove = Normal.CDF(range.Mu, range.Sigma, range.IsLogarithmic ? Math.Log(range.High) : range.High);

    protected override double Inverse(double share)
    {
        var number = Normal.InvCDF(range.Mu, range.Sigma, _below + (share * (_notAbove - _below)));
        return range.IsLogarithmic ? Math.Exp(number) : number;
    }

    protected override double Distribution(double number) =>
        (Normal.CDF(range.Mu, range.Sigma, range.IsLogarithmic ? Math.Log(number) : number) - _below) / (_notAbove - _below);
}

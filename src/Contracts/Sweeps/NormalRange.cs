using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Sweeps;

/// <summary>
/// A real number that is normally distributed, or whose logarithm is: <c>distribution: normal</c> or <c>log_normal</c>. What the parameter
/// cannot be is not drawn: the distribution is cut off there.
/// </summary>
/// <param name="IsLogarithmic">Whether the natural logarithm is normal; the number itself otherwise.</param>
/// <param name="Mu">Mean of the normal distribution; a number (or its logarithm) that the parameter can be.</param>
/// <param name="Sigma">Its standard deviation, above 0.</param>
/// <param name="Low">The smallest number that the parameter can be.</param>
/// <param name="High">The largest.</param>
public sealed record NormalRange(bool IsLogarithmic, double Mu, double Sigma, double Low, double High) : ParameterDomain
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{{ distribution: {(IsLogarithmic ? "log_normal" : "normal")}, mu: {ParameterValue.Of(Mu)}, sigma: {ParameterValue.Of(Sigma)} }}";
}

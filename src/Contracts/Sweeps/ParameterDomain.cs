using System.Globalization;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Sweeps;

/// <summary>The values that one parameter of a sweep can take. Its text is what a sweep file would say, on one line.</summary>
public abstract record ParameterDomain;

/// <summary>A real number, each as likely as another: <c>distribution: uniform</c>.</summary>
/// <param name="Min">The smallest.</param>
/// <param name="Max">The largest, above <paramref name="Min"/>.</param>
public sealed record UniformRange(double Min, double Max) : ParameterDomain
{
    /// <inheritdoc/>
    public override string ToString() => $"{{ distribution: uniform, min: {ParameterValue.Of(Min)}, max: {ParameterValue.Of(Max)} }}";
}

/// <summary>A real number whose logarithm is uniform: <c>distribution: log_uniform_values</c>.</summary>
/// <param name="Min">The smallest, above 0.</param>
/// <param name="Max">The largest, above <paramref name="Min"/>.</param>
public sealed record LogUniformRange(double Min, double Max) : ParameterDomain
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{{ distribution: log_uniform_values, min: {ParameterValue.Of(Min)}, max: {ParameterValue.Of(Max)} }}";
}

/// <summary>
/// A real number X of which log(1/X) is uniform: <c>distribution: inv_log_uniform_values</c>. Since log(1/X) is -log X, it is the
/// distribution of <see cref="LogUniformRange"/> by another name.
/// </summary>
/// <param name="Min">The smallest, above 0.</param>
/// <param name="Max">The largest, above <paramref name="Min"/>.</param>
public sealed record InverseLogUniformRange(double Min, double Max) : ParameterDomain
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{{ distribution: inv_log_uniform_values, min: {ParameterValue.Of(Min)}, max: {ParameterValue.Of(Max)} }}";
}

/// <summary>A whole number, each as likely as another: <c>distribution: int_uniform</c>.</summary>
/// <param name="Min">The smallest, from 0.</param>
/// <param name="Max">The largest, itself included, above <paramref name="Min"/>.</param>
public sealed record IntegerUniformRange(long Min, long Max) : ParameterDomain
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{{ distribution: int_uniform, min: {Min}, max: {Max} }}");
}

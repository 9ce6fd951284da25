using System.Collections.Immutable;
using System.Globalization;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Sweeps;

/// <summary>The values that one parameter of a sweep can take. Its text is what a sweep file would say, on one line.</summary>
public abstract record ParameterDomain;

/// <summary>One of a list: <c>value: 128</c> or <c>values: [resnet18, resnet34]</c>. Two lists are equal when their values are, in order.</summary>
/// <param name="Values">At least one, no two the same.</param>
public sealed record ListedValues(ImmutableArray<ParameterValue> Values) : ParameterDomain
{
    /// <inheritdoc/>
    public bool Equals(ListedValues? other) => other is not null && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Aggregate(Values.Length, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() =>
        Values.Length == 1 ? $"{{ value: {Values[0]} }}" : $"{{ values: [{string.Join(", ", Values)}] }}";
}

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

/// <summary>A whole number, each as likely as another: <c>distribution: int_uniform</c>.</summary>
/// <param name="Min">The smallest, from 0.</param>
/// <param name="Max">The largest, itself included, above <paramref name="Min"/>.</param>
public sealed record IntegerUniformRange(long Min, long Max) : ParameterDomain
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{{ distribution: int_uniform, min: {Min}, max: {Max} }}");
}

using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Sweeps;

/// <summary>
/// One of a list: <c>value: 128</c> or <c>values: [resnet18, resnet34]</c>. Two lists are equal when their values and probabilities are, in
/// order.
/// </summary>
/// <param name="Values">At least one, no two the same.</param>
public sealed record ListedValues(ImmutableArray<ParameterValue> Values) : ParameterDomain
{
    /// <summary>How likely each value is: as many as there are values, each from 0, 1 in all; empty where all are equally likely.</summary>
    public ImmutableArray<double> Probabilities { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(ListedValues? other) =>
        other is not null && Values.SequenceEqual(other.Values) && Probabilities.SequenceEqual(other.Probabilities);

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Aggregate(Values.Length, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString()
    {
        var chances = Probabilities.IsEmpty ? "" : $", probabilities: [{string.Join(", ", Probabilities.Select(ParameterValue.Of))}]";
        return Values.Length == 1 ? $"{{ value: {Values[0]} }}" : $"{{ values: [{string.Join(", ", Values)}]{chances} }}";
    }
}

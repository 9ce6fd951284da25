using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Sweeps;

/// <summary>
/// The multiples of a number: <c>distribution: q_uniform</c> or <c>q_log_uniform_values</c>. As W&amp;B has it, round(X / q) · q of an X that
/// is uniform, or whose logarithm is; but never outside of the range, where W&amp;B's may be by half a <c>q</c>.
/// </summary>
/// <param name="IsLogarithmic">Whether the logarithm of X is uniform; X itself otherwise.</param>
/// <param name="Min">The smallest, from 0; above 0 where it is logarithmic.</param>
/// <param name="Max">The largest, above <paramref name="Min"/>.</param>
/// <param name="Q">Above 0, so that at least two multiples are in the range. A whole number where <paramref name="Min"/> is one.</param>
public sealed record QuantizedRange(bool IsLogarithmic, ParameterValue Min, ParameterValue Max, ParameterValue Q) : ParameterDomain
{
    /// <summary>The most multiples that a range of real numbers may have.</summary>
    public const long Most = 1_000_000_000;

    /// <summary>The smallest multiple in the range is so many times <see cref="Q"/>.</summary>
    public long First => Min.Integer is { } min
        ? (min / Q.Integer!.Value) + (min % Q.Integer.Value > 0 ? 1 : 0)
        : (long)Math.Max(decimal.Ceiling((decimal)Min.Number!.Value / (decimal)Q.Number!.Value), Min.Number > 0 ? 1 : 0);

    /// <summary>The largest one; below <see cref="First"/> where there is none.</summary>
    public long Last => Max.Integer is { } max
        ? max / Q.Integer!.Value
        : (long)decimal.Floor((decimal)Max.Number!.Value / (decimal)Q.Number!.Value);

    /// <summary>So many times <see cref="Q"/>: as it would be written, 0.3 and not 3 · 0.1 in binary.</summary>
    public ParameterValue Times(long multiple) => Q.Integer is { } q
        ? ParameterValue.Of(multiple * q)
        : ParameterValue.Of((double)(multiple * (decimal)Q.Number!.Value));

    /// <inheritdoc/>
    public override string ToString() =>
        $"{{ distribution: {(IsLogarithmic ? "q_log_uniform_values" : "q_uniform")}, min: {Min}, max: {Max}, q: {Q} }}";
}

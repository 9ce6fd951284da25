using System.Globalization;

namespace ResNet.Distributed.Contracts.Trials;

/// <summary>A trial's name in the cluster: its sweep and its number in it, written <c>sweep/7</c>.</summary>
/// <param name="Sweep">The sweep's id.</param>
/// <param name="Number">From 1, in the order in which the search suggested the trials.</param>
[GenerateSerializer, Immutable]
public readonly record struct TrialId([property: Id(0)] string Sweep, [property: Id(1)] int Number)
{
    /// <summary>Reads the form that <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">The text has no slash followed by a positive whole number.</exception>
    public static TrialId Parse(string text)
    {
        var slash = text.LastIndexOf('/');
        return slash > 0 && int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new TrialId(text[..slash], number)
            : throw new FormatException($"'{text}' is not a trial: expected sweep/number, as in resnet-lr/3.");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sweep}/{Number}");
}

using System.Globalization;
using System.Text.Json.Serialization;

namespace ResNet.Distributed.Contracts.Trials;

/// <summary>One value of one hyperparameter: a string, a whole number or a real number, as a sweep file can hold.</summary>
[GenerateSerializer, Immutable]
[JsonConverter(typeof(ParameterValueConverter))]
public readonly record struct ParameterValue
{
    private ParameterValue(string? text, long? integer, double? real) => (Text, Integer, Real) = (text, integer, real);

    /// <summary>The value when it is a string, else null.</summary>
    [Id(0)]
    public string? Text { get; }

    /// <summary>The value when it is a whole number, else null.</summary>
    [Id(1)]
    public long? Integer { get; }

    /// <summary>The value when it is a real number that was not written as a whole one, else null.</summary>
    [Id(2)]
    public double? Real { get; }

    /// <summary>The value as a real number, whether it was written as a whole one or not; null for a string.</summary>
    [JsonIgnore]
    public double? Number => Real ?? Integer;

    /// <summary>Wraps a string.</summary>
    public static ParameterValue Of(string text) => new(text, null, null);

    /// <summary>Wraps a whole number.</summary>
    public static ParameterValue Of(long integer) => new(null, integer, null);

    /// <summary>Wraps a real number.</summary>
    public static ParameterValue Of(double real) => new(null, null, real);

    /// <summary>The shortest text that reads back as the same value, independent of the culture: <c>resnet18</c>, <c>128</c>, <c>1e-05</c>.</summary>
    public override string ToString() =>
        Text
        ?? Integer?.ToString(CultureInfo.InvariantCulture)
        ?? Real?.ToString("r", CultureInfo.InvariantCulture).Replace('E', 'e')
        ?? "";
}

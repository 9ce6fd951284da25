using System.Globalization;
using System.Text.Json;

namespace ResNet.Distributed.EndToEnd.Tests.Observability;

/// <summary>A time series, as a range query answers.</summary>
/// <param name="Labels">Without the metric's name.</param>
/// <param name="Values">In the order of time; NaN and infinite ones too.</param>
internal sealed record Series(IReadOnlyDictionary<string, string> Labels, IReadOnlyList<double> Values)
{
    /// <summary>Whether there is something to show.</summary>
    public bool HasNumbers => Values.Any(double.IsFinite);

    public static Series Read(JsonElement json) => new(
        json.GetProperty("metric").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!),
        [.. json.GetProperty("values").EnumerateArray().Select(point => Number(point[1].GetString()!))]);

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}

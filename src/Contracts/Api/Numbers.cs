using System.Globalization;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Api;

/// <summary>Numbers as people see them, the same in the terminal and in the browser. What is not known is <c>-</c>.</summary>
public static class Numbers
{
    private const string None = "-";

    /// <summary>Three places: <c>0.625</c>; <c>4.91e+7</c> for one that is as large.</summary>
    public static string Loss(double? value) => value?.ToString(Math.Abs(value.Value) < 1e5 ? "0.000" : "0.00e+0", CultureInfo.InvariantCulture) ?? None;

    /// <summary>0 to 1, four places.</summary>
    public static string Accuracy(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? None;

    /// <summary>A value of one of <see cref="MetricNames.All"/>, as a loss or as an accuracy.</summary>
    public static string Metric(string name, double? value) =>
        MetricNames.IsLoss(name) ? Loss(value) : Accuracy(value);

    /// <summary>Images per second, without places.</summary>
    public static string Rate(double? imagesPerSecond) => imagesPerSecond?.ToString("0", CultureInfo.InvariantCulture) ?? None;

    /// <summary>A parameter, short enough for a column: 0.00017783.</summary>
    public static string Parameter(ParameterValue value) =>
        value.Real?.ToString("0.#####e+0", CultureInfo.InvariantCulture) is { } real && Math.Abs(value.Real.Value) is < 1e-3 or >= 1e6
            ? real
            : value.Real?.ToString("g5", CultureInfo.InvariantCulture) ?? value.ToString();

    /// <summary><c>7s</c>, <c>3m 07s</c>, <c>2h 05m</c>.</summary>
    public static string Duration(double? seconds)
    {
        if (seconds is not { } s || !double.IsFinite(s) || s < 0 || s > TimeSpan.MaxValue.TotalSeconds / 2)
        {
            return None;
        }

        var time = TimeSpan.FromSeconds(Math.Round(s));
        return time switch
        {
            { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Seconds}s"),
            { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}m {time.Seconds:00}s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}h {time.Minutes:00}m"),
        };
    }
}

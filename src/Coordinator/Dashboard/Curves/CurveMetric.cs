using System.Globalization;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Dashboard.Curves;

/// <summary>What a curve can show of each epoch.</summary>
/// <param name="Name">As a sweep file would name it.</param>
/// <param name="Title">For people: <c>Test accuracy</c>.</param>
/// <param name="Format">Plotly's format of its values (d3).</param>
/// <param name="Of">The value in an epoch; null where the epoch has none.</param>
/// <param name="Text">A value as people see it.</param>
public sealed record CurveMetric(
    string Name, string Title, string Format, Func<EpochMetrics, double?> Of, Func<double?, string> Text)
{
    /// <summary>The metrics that trials can be ranked by, and then how fast they were.</summary>
    public static IReadOnlyList<CurveMetric> All { get; } =
    [
        .. MetricNames.All.Select(name => new CurveMetric(
            name, TitleOf(name), MetricNames.IsLoss(name) ? ".3f" : ".4f",
            epoch => MetricNames.Of(epoch, name), value => Numbers.Metric(name, value))),
        new("images_per_second", "Images per second", ".0f", epoch => epoch.ImagesPerSecond, Numbers.Rate),
        new("seconds", "Seconds per epoch", ".1f", epoch => epoch.Seconds, value => value?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-"),
    ];

    /// <summary>The metric of that name; the first one where there is none.</summary>
    public static CurveMetric Named(string? name) => All.FirstOrDefault(metric => metric.Name == name) ?? All[0];

    private static string TitleOf(string name) =>
        char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');
}

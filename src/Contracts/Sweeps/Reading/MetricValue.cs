using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Sweeps.Reading;

/// <summary>Reads a value of a metric, in the range that the metric has: 90 is no accuracy.</summary>
internal static class MetricValue
{
    /// <summary>The value; null where the key is missing or has a fault.</summary>
    public static double? Read(Section section, string key, string metric) =>
        section.Number(key, 0, MetricNames.IsLoss(metric) ? double.MaxValue : 1, Expected(metric));

    /// <summary>What it has to be, as a phrase.</summary>
    public static string Expected(string metric) => MetricNames.IsLoss(metric) ? "a loss, from 0" : "an accuracy, from 0 to 1";
}

namespace ResNet.Distributed.Contracts.Trials;

/// <summary>The metrics that a sweep can rank its trials by, under the names that its file uses.</summary>
public static class MetricNames
{
    /// <summary>Names in the order in which they are listed to people.</summary>
    public static IReadOnlyList<string> All { get; } = ["test_accuracy", "test_loss", "train_accuracy", "train_loss"];

    /// <summary>Whether it is a loss, which is better the lower it is; else an accuracy.</summary>
    public static bool IsLoss(string name) => name.EndsWith("_loss", StringComparison.Ordinal);

    /// <summary>The value of a metric in an epoch; null where the epoch has none (the script's recipe has no test loss).</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not one of <see cref="All"/>.</exception>
    public static double? Of(EpochMetrics epoch, string name) => name switch
    {
        "test_accuracy" => epoch.TestAccuracy,
        "test_loss" => epoch.TestLoss,
        "train_accuracy" => epoch.TrainAccuracy,
        "train_loss" => epoch.TrainLoss,
        _ => throw new ArgumentException($"Unknown metric '{name}'; known: {string.Join(", ", All)}.", nameof(name)),
    };
}

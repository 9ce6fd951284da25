using System.Collections.Immutable;
using ResNet.Distributed.Chaos.Faults;

namespace ResNet.Distributed.Chaos.Reporting;

/// <summary>The recoveries from one kind of fault, in seconds.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Count">Faults of the kind.</param>
/// <param name="Measured">Those that hit a running trial and were recovered from.</param>
/// <param name="FirstProgress">Median time to the first trial that went on; null when nothing was measured.</param>
/// <param name="Median">Of the recoveries.</param>
/// <param name="P95">95 % were not longer.</param>
/// <param name="Worst">The longest.</param>
internal sealed record RecoveryFigures(
    FaultKind Kind, int Count, int Measured, double? FirstProgress, double? Median, double? P95, double? Worst)
{
    /// <summary>A row for each kind that occurred.</summary>
    public static ImmutableArray<RecoveryFigures> Of(IEnumerable<FaultRecord> faults) =>
        [.. faults.GroupBy(fault => fault.Plan.Kind).OrderBy(group => group.Key).Select(group => Of(group.Key, [.. group]))];

    private static RecoveryFigures Of(FaultKind kind, IReadOnlyCollection<FaultRecord> faults)
    {
        var first = Sorted(faults.Where(fault => fault.Affected > 0).Select(fault => fault.FirstProgressSeconds));
        var recoveries = Sorted(faults.Select(fault => fault.RecoverySeconds));
        return new RecoveryFigures(
            kind,
            faults.Count,
            recoveries.Length,
            Quantile(first, 0.5),
            Quantile(recoveries, 0.5),
            Quantile(recoveries, 0.95),
            Quantile(recoveries, 1));
    }

    private static double[] Sorted(IEnumerable<double?> values) => [.. values.OfType<double>().Order()];

    /// <summary>The smallest value that so much of the values does not exceed.</summary>
    private static double? Quantile(double[] sorted, double share) =>
        sorted.Length == 0 ? null : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}

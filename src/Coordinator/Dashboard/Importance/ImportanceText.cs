using System.Globalization;
using ResNet.Distributed.Contracts.Api;

namespace ResNet.Distributed.Coordinator.Dashboard.Importance;

/// <summary>Which parameters mattered, in words.</summary>
internal static class ImportanceText
{
    /// <summary>Every figure, or why there are none.</summary>
    public static string Of(SweepImportance importance) => importance.Reason is { } reason
        ? $"No figures, as {reason}."
        : $"Of the variance of {importance.Metric} over {importance.Trials} trials, "
            + string.Join(", ", importance.Parameters.Select(parameter => $"{parameter.Name} explains {Percent(parameter.Share)}"))
            + $"; their interactions explain {Percent(importance.Interactions ?? 0)}.";

    private static string Percent(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture) + " %";
}

using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>Whether a sweep has used up its time, or has what it wanted.</summary>
internal static class SweepBudgets
{
    /// <summary>Why the sweep ends before all its trials have; null while it goes on.</summary>
    public static string? WhyOver(SweepState state, SweepSpec spec, DateTimeOffset now) => WhyReached(state, spec) ?? (TimeLeft(state, spec, now) <= TimeSpan.Zero
        ? $"the time_budget of {Numbers.Duration(spec.TimeBudget!.Value.TotalSeconds)} is used up"
        : null);

    /// <summary>What is left of its time; null where that is not limited, or has not begun.</summary>
    public static TimeSpan? TimeLeft(SweepState state, SweepSpec spec, DateTimeOffset now) => state.Began + spec.TimeBudget - now;

    private static string? WhyReached(SweepState state, SweepSpec spec) =>
        spec.Target is { } target && SweepViews.Best(state, spec.Metric) is { Best: { } value } best && !spec.Metric.IsBetter(target, value)
            ? FormattableString.Invariant($"trial {best.Number} has reached the target: {spec.Metric.Name} {Numbers.Metric(spec.Metric.Name, value)}")
            : null;
}

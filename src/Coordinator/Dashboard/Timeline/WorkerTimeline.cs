using System.Collections.Immutable;
using ResNet.Distributed.Coordinator.History;

namespace ResNet.Distributed.Coordinator.Dashboard.Timeline;

/// <summary>What each worker trained when.</summary>
/// <param name="Workers">The lanes: <c>worker-2</c> before <c>worker-10</c>.</param>
/// <param name="Bars">By start; an attempt of several workers has a bar for each.</param>
public sealed record WorkerTimeline(ImmutableArray<string> Workers, ImmutableArray<TimelineBar> Bars)
{
    /// <summary>The timeline of these trials' attempts.</summary>
    public static WorkerTimeline Of(ImmutableArray<TrialHistory> trials, DateTimeOffset now)
    {
        var bars = trials.SelectMany(trial => trial.Attempts.SelectMany(attempt => WorkersOf(attempt.Worker).Select(worker => new TimelineBar(
            worker,
            trial.Trial.Number,
            attempt.Number,
            attempt.Started,
            Later(attempt.Ended ?? now, attempt.Started),
            AttemptEndings.Of(trial.Trial, attempt),
            attempt.Error)))).OrderBy(bar => bar.Start).ThenBy(bar => bar.Trial).ToImmutableArray();
        return new WorkerTimeline(
            [.. bars.Select(bar => bar.Worker).Distinct().OrderBy(worker => worker.Length).ThenBy(worker => worker, StringComparer.Ordinal)],
            bars);
    }

    // By rank: "worker-0, worker-1".
    private static string[] WorkersOf(string names) => names.Split(", ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // Two machines' clocks may differ a little.
    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}

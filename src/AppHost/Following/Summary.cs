using System.Globalization;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.AppHost.Following;

/// <summary>What is said about a sweep as a whole.</summary>
internal static class Summary
{
    /// <summary>One line under the live table.</summary>
    public static string Progress(SweepBoard board, DateTimeOffset now)
    {
        var sweep = board.Sweep;
        var running = board.Trials.Values.Where(t => t.Status == TrialStatus.Running).ToList();
        var workers = running.Select(t => t.Worker).Distinct().Count();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sweep.Id}: {sweep.Ended} of {sweep.Trials} trials ended, {running.Count} running on {workers} worker{(workers == 1 ? "" : "s")}"
            + $"{Paused(board)} · {Numbers.Duration(((sweep.EndedAt ?? now) - sweep.Created).TotalSeconds)} · data: {Data(sweep)}");
    }

    /// <summary>The closing lines: the outcome, the best trial, where everything is.</summary>
    public static IEnumerable<string> Closing(SweepBoard board, string folder)
    {
        var sweep = board.Sweep;
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"Sweep {sweep.Id} {sweep.Status.ToString().ToLowerInvariant()}: {sweep.Ended} of {sweep.Trials} trials ended{Early(sweep)}, data: {Data(sweep)}");
        if (sweep.Reason is { } reason)
        {
            yield return $"It ended because {reason}";
        }

        foreach (var trial in board.Unsuccessful)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"  trial {trial.Number} {trial.Status.ToString().ToLowerInvariant()}: {trial.Error ?? "no reason given"}");
        }

        if (sweep.BestTrial is { } best && sweep.BestValue is { } value)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"Best: trial {best}, {sweep.Metric} {Numbers.Accuracy(value)}{Warning(sweep)}");
            yield return $"Best model: {Path.Combine(folder, "best", "model.safetensors")}";
        }

        yield return $"Results: {Path.Combine(folder, "results.csv")}";
    }

    private static string Paused(SweepBoard board) => board.Trials.Values.Count(t => t.Status == TrialStatus.AtRung) is > 0 and var paused
        ? string.Create(CultureInfo.InvariantCulture, $", {paused} paused")
        : "";

    private static string Early(SweepView sweep) =>
        sweep.Stopped > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({sweep.Stopped} stopped early)") : "";

    private static string Data(SweepView sweep) => sweep.Data switch
    {
        "" => "not read yet",
        "synthetic" => "SYNTHETIC",
        var name => name,
    };

    private static string Warning(SweepView sweep) =>
        sweep.Data == "synthetic" ? " (SYNTHETIC data: the number means nothing beyond this run)" : "";
}

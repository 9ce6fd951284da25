using System.Globalization;
using ResNet.Distributed.Contracts.Api;

namespace ResNet.Distributed.AppHost.Following;

/// <summary>What changed from one board to the next, a line per change: for files and pipes.</summary>
internal static class PlainLines
{
    /// <summary>A line for each trial that has another status, and for each that has done another epoch.</summary>
    public static IEnumerable<string> Changes(SweepBoard? before, SweepBoard after)
    {
        foreach (var trial in after.Trials.Values)
        {
            var old = before?.Trials.GetValueOrDefault(trial.Number);
            if (trial.Last is { } epoch && trial.EpochsDone > (old?.EpochsDone ?? 0))
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"trial {trial.Number} epoch {trial.EpochsDone}/{trial.Epochs}: loss {Numbers.Loss(epoch.TrainLoss)}, "
                    + $"test accuracy {Numbers.Accuracy(epoch.TestAccuracy)}, {Numbers.Rate(epoch.ImagesPerSecond)} images/s");
            }

            if (old?.Status != trial.Status || old.Attempt != trial.Attempt)
            {
                yield return Status(trial);
            }
        }
    }

    private static string Status(TrialView trial)
    {
        var parameters = string.Join(" ", trial.Parameters.Select(p => $"{p.Key}={p.Value}"));
        var attempt = trial.Attempt > 1 ? string.Create(CultureInfo.InvariantCulture, $", attempt {trial.Attempt}") : "";
        var worker = trial.Worker is { } name ? $" on {name}" : "";
        var error = trial.Error is { } reason ? $": {reason}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"trial {trial.Number} {StatusText.Of(trial)}{worker}{attempt} ({parameters}){error}");
    }
}

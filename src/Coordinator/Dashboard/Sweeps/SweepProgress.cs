using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.History;

namespace ResNet.Distributed.Coordinator.Dashboard.Sweeps;

/// <summary>How far a sweep is.</summary>
/// <param name="EpochsDone">Of all its trials.</param>
/// <param name="EpochsTotal">
/// Of all its trials, as far as can be told, those that are not known yet taken to be like the others; those that a failed trial will never do are not counted.
/// </param>
/// <param name="Running">How many trials run.</param>
/// <param name="Workers">How many workers they have.</param>
/// <param name="SecondsLeft">An estimate; null while there is nothing to go by, or nothing runs.</param>
public sealed record SweepProgress(int EpochsDone, long EpochsTotal, int Running, int Workers, double? SecondsLeft)
{
    /// <summary>0 to 100.</summary>
    public double Percent => EpochsTotal == 0 ? 0 : 100.0 * EpochsDone / EpochsTotal;

    /// <summary>How far this sweep is.</summary>
    public static SweepProgress Of(SweepSnapshot snapshot)
    {
        var trials = snapshot.Trials;
        var running = trials.Where(trial => trial.Trial.Status == TrialStatus.Running).ToArray();

        // A search that learns tells of a trial when it begins.
        var unknown = (snapshot.Sweep.Trials - trials.Length) * trials.Select(trial => trial.Trial.Epochs).DefaultIfEmpty().Average();
        return new SweepProgress(
            trials.Sum(trial => trial.Trial.EpochsDone),
            Total(snapshot, unknown),
            running.Length,
            running.SelectMany(trial => (trial.Trial.Worker ?? "").Split(", ", StringSplitOptions.RemoveEmptyEntries)).Distinct().Count(),
            TimeLeft(snapshot, running, unknown));
    }

    private static long Total(SweepSnapshot snapshot, double unknown) => snapshot.Sweep.EpochsExpected ?? (long)unknown + snapshot.Trials.Sum(trial => (long)(
        trial.Trial.Status is TrialStatus.Failed or TrialStatus.Diverged or TrialStatus.Stopped ? trial.Trial.EpochsDone : trial.Trial.Epochs));

    // What is left to do, shared by as many as run now; but no shorter than the longest of those.
    private static double? TimeLeft(SweepSnapshot snapshot, IReadOnlyCollection<TrialHistory> running, double epochsUnknown)
    {
        var trials = snapshot.Trials;
        var done = trials.SelectMany(trial => trial.Epochs.Select(epoch => (Model: ModelOf(trial), epoch.Seconds))).ToLookup(e => e.Model, e => e.Seconds);
        if (running.Count == 0 || (done.Count == 0 && running.All(trial => trial.Trial.Progress?.SecondsLeft is null)))
        {
            return null;
        }

        var means = done.ToDictionary(model => model.Key, model => model.Average());
        var mean = means.Count == 0 ? 0 : means.Values.Average();
        var left = snapshot.Sweep.EpochsExpected is { } expected
            ? Math.Max(0, expected - trials.Sum(trial => trial.Trial.EpochsDone)) * mean
            : trials.Where(trial => !trial.Trial.Status.IsFinal()).Sum(Left) + (epochsUnknown * mean);
        return Math.Max(left / running.Count, running.Max(Left));

        double Left(TrialHistory trial) => trial.Trial.Progress?.SecondsLeft
            ?? (trial.Trial.Epochs - trial.Trial.EpochsDone) * means.GetValueOrDefault(ModelOf(trial), mean);
    }

    private static string ModelOf(TrialHistory trial) => trial.Trial.Parameters.TryGetValue(ParameterNames.Model, out var model) ? model.ToString() : "";
}

using System.Globalization;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Launching;

namespace ResNet.Distributed.AppHost.Models;

/// <summary>Finds the models of sweeps in an output folder, whether a cluster works there or not.</summary>
internal static class FolderModels
{
    /// <summary>Finds a trial's model.</summary>
    /// <param name="output">The folder of all sweeps.</param>
    /// <param name="sweep">The sweep's name.</param>
    /// <param name="number">The trial's; null for the best one.</param>
    /// <returns>The trial, and its model's file.</returns>
    /// <exception cref="InputException">There is no such sweep, trial, model or file.</exception>
    public static (TrainedTrial Trial, string File) Find(string output, string sweep, int? number)
    {
        var results = SweepResultsFile.Read(output, sweep);
        var wanted = number ?? results.BestTrial ?? throw TrainedTrial.NoneIsBest(sweep);
        var row = results.Trials.FirstOrDefault(trial => trial.Trial == wanted)
            ?? throw new InputException(Invariant($"--trial {wanted}: sweep {sweep} has {results.Trials.Length} trials and none of this number."));
        if (row.Checkpoint is not { } checkpoint)
        {
            throw TrainedTrial.HasNone(wanted, row.State);
        }

        var file = Path.Combine(output, sweep, checkpoint);
        return File.Exists(file)
            ? (new TrainedTrial(new TrialId(sweep, wanted), row.Parameters, results.Metric, row.Best, row.Data), file)
            : throw new InputException(Invariant(
                $"{file}: the model of trial {wanted} is not there. A node with a folder of its own may have it while it trains: ask its cluster, with --url URL."));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

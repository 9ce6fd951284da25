using System.Globalization;
using ResNet.Distributed.AppHost.Api;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Launching;

namespace ResNet.Distributed.AppHost.Models;

/// <summary>Finds the models of sweeps of a cluster that is up, and fetches them.</summary>
internal sealed class ServerModels(SweepClient client)
{
    /// <summary>Finds a trial that has a model.</summary>
    /// <param name="sweep">The sweep's name.</param>
    /// <param name="number">The trial's; null for the best one.</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <exception cref="InputException">There is no such sweep, trial or model, or nothing answers.</exception>
    /// <exception cref="ApiException">The cluster answered with an error.</exception>
    public async Task<TrainedTrial> FindAsync(string sweep, int? number, CancellationToken cancellation)
    {
        var view = await client.SweepAsync(sweep, cancellation);
        var wanted = number ?? view.BestTrial ?? throw TrainedTrial.NoneIsBest(sweep);
        var trial = (await client.TrialsAsync(sweep, cancellation)).FirstOrDefault(trial => trial.Number == wanted)
            ?? throw new InputException(string.Create(
                CultureInfo.InvariantCulture, $"--trial {wanted}: sweep {sweep} has {view.Trials} trials and none of this number has started."));
        return trial.Checkpoint is null
            ? throw TrainedTrial.HasNone(wanted, trial.Status.Name())
            : new TrainedTrial(new TrialId(sweep, wanted), trial.Parameters, view.Metric, trial.Best, trial.Data);
    }

    /// <summary>Fetches a trial's model.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="file">The file to write.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task FetchAsync(TrialId trial, string file, CancellationToken cancellation)
    {
        await using var target = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
        await client.CopyModelAsync(trial, target, cancellation);
    }
}

using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Exchange;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>
/// Copies what an attempt leaves on a worker with a folder of its own into this coordinator's, before the worker may go: its best model, its
/// log, and what the next attempt needs. Where worker and coordinator share a folder there is nothing to do.
/// </summary>
internal sealed class TrialArchive(TrialFileClient client, OwnFiles own, SweepFolders folders, TimeProvider time, ILogger<TrialArchive> logger)
{
    /// <summary>How long the worker is kept waiting: less than it waits before it leaves, and than a call may take.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>This process, as one that has files of trials.</summary>
    public FileHost? Own => own.Host("coordinator");

    /// <summary>
    /// Copies. What cannot be had within 20 s is left, and logged: nothing depends on it but what the next attempt has to do again.
    /// </summary>
    /// <param name="state">The trial, whose attempt runs.</param>
    /// <param name="end">Its attempt's end.</param>
    /// <param name="access">The worker.</param>
    public async Task CollectAsync(TrialState state, AttemptEnd end, TrialFileAccess access)
    {
        var trial = state.Spec!.Id;
        var hosts = own.Foreign(access.Hosts);
        if (hosts.IsEmpty || folders.Trial(trial) is not { } folder)
        {
            return;
        }

        using var limit = new CancellationTokenSource(Limit, time);
        var fetch = new TrialFetch(
            client, trial, access with { Hosts = hosts }, end.Attempt, folder, warning => Log.NotCollected(logger, trial, end.Attempt, warning));
        try
        {
            if (end.Outcome == AttemptOutcome.HandedBack)
            {
                await fetch.NewestCheckpointAsync(limit.Token);
            }
            else if (end.Outcome == AttemptOutcome.AtRung && state.Spec.InPopulation)
            {
                // Others may take it over, and it could not be had again: a trial does not do anew what it did with other parameters.
                await fetch.NewestCheckpointAsync(limit.Token);
                TrialFile.Prune(folder, end.Attempt, TrialRungs.LastRung(state));
            }

            if (state.Checkpoint is { } checkpoint)
            {
                await fetch.BringAsync(Path.GetFileName(checkpoint), limit.Token);
            }

            foreach (var host in hosts)
            {
                var log = await client.LogAsync(host, trial, access.Token, LogTail.MostLines, limit.Token);
                await TrialLogs.AppendMissingAsync(folders.Log(trial)!, log);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            Log.NotCollected(logger, trial, end.Attempt, failure.Message);
        }
    }
}

using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Coordinator.Telemetry;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>Starts and stops the workers of a trial's attempt.</summary>
/// <param name="trial">The trial.</param>
/// <param name="files">Who has what the attempt goes on from.</param>
/// <param name="workers">The workers.</param>
/// <param name="grains">The sweep.</param>
internal sealed class TrialWorkers(LiveTrial trial, TrialFileHosts files, WorkerGrains workers, IGrainFactory grains)
{
    private TrialState State => trial.State;

    /// <summary>Hands the attempt to all workers of a lease, as long as the trial has it.</summary>
    public async Task StartAsync(Lease lease)
    {
        if (State.Lease?.Id != lease.Id)
        {
            return;
        }

        await FixDataAsync(lease);
        var earlier = await files.OfEarlierAttemptsAsync();
        var origin = await files.OriginAsync();
        if (State.Lease?.Id != lease.Id)
        {
            return;
        }

        using var span = TrialSpans.Assign(State);
        var (spec, attempt, token, epochs, trace, data) =
            (State.Spec!, State.Attempt, State.Token!, State.Epochs.Length, State.Attempts[^1].Trace, State.Content);
        var rung = TrialRungs.NextRung(State);
        await Task.WhenAll(lease.Workers.Select((worker, rank) => workers.StartAsync(worker, new Assignment
        {
            Trial = spec,
            Attempt = attempt,
            Lease = lease,
            EpochsKnown = epochs,
            Rank = rank,
            Token = token,
            Trace = trace,
            Data = data,
            Files = earlier,
            StopAfter = rung,
            Origin = origin,
        })));
    }

    /// <summary>Tells all workers of a lease to end the newest attempt, and waits for nothing.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="handBack">Whether they write a checkpoint and hand the trial back.</param>
    public void Stop(Lease lease, bool handBack)
    {
        foreach (var worker in lease.Workers)
        {
            workers.Stop(worker, trial.Id, State.Attempt, handBack);
        }
    }

    // The images of the first worker that any trial of the sweep is given are the sweep's. Where those of this lease are others, the
    // worker refuses, and the next request names what is wanted.
    private async Task FixDataAsync(Lease lease)
    {
        if (State.Content is null && lease.Data is { } offered)
        {
            trial.Apply(new TrialEvent.DataFixed(await grains.Coordinator(trial.Id.Sweep).FixDataAsync(offered)));
            await trial.SaveAsync();
        }
    }
}

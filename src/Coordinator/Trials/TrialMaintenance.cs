using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Results;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>
/// What a trial that is not over does again and again. The pool keeps nothing on disk and its messages can get lost, so the trial says what it
/// has, or what it wants; to a pool that knows it already, that is nothing new.
/// </summary>
/// <param name="trial">The trial.</param>
/// <param name="leases">The pool.</param>
/// <param name="workers">Those that train it.</param>
/// <param name="metrics">Its epochs' file.</param>
/// <param name="folder">Its folder.</param>
/// <param name="after">For the next time.</param>
/// <param name="time">When its folder can be written again.</param>
/// <param name="logger">Hears what failed.</param>
internal sealed class TrialMaintenance(
    LiveTrial trial, TrialLeases leases, TrialWorkers workers, EpochFile metrics, string folder, OnceAfter after, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    // A pool that was made anew knows the leases of silent workers from their trials alone: in time to notice a death within 10 s.
    private static readonly TimeSpan ClaimPeriod = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StoragePeriod = TimeSpan.FromSeconds(5);

    private IGrainTimer? _next;

    /// <summary>Whether there is a next time.</summary>
    public bool IsScheduled => _next is not null;

    private TrialState State => trial.State;

    /// <summary>Has it done after a time; nothing is left to do for a trial that is over and saved.</summary>
    public void Schedule(TimeSpan due)
    {
        _next?.Dispose();
        _next = State.Status.IsFinal() && trial.IsSaved && !metrics.IsStale ? null : after(KeepMaintainingAsync, due);
    }

    /// <summary>Does it now, and schedules the next time.</summary>
    public async Task MaintainAsync()
    {
        var pause = trial.Pause;
        Schedule(State.Status switch
        {
            TrialStatus.Paused => StoragePeriod,
            TrialStatus.Running => ClaimPeriod,
            TrialStatus.Waiting when pause > TimeSpan.Zero => pause,
            _ => Period,
        });
        await trial.SaveAsync();
        switch (State.Status)
        {
            case TrialStatus.Running:
                if (trial.IsStopping)
                {
                    workers.Stop(State.Lease!, handBack: true);
                }

                await leases.ClaimAsync();
                break;
            case TrialStatus.Waiting when pause <= TimeSpan.Zero:
                await leases.RequestAsync();
                break;
            case TrialStatus.Paused:
                await LookForRoomAsync();
                break;
            default:
                break;
        }
    }

    /// <summary>Does it now, for nobody who waits, and tells the sweep how the trial stands. A failure is logged: the next time tries again.</summary>
    public Task FollowAsync() => TryAsync(() => Task.WhenAll(trial.TellAsync(), MaintainAsync()));

    private Task KeepMaintainingAsync() => TryAsync(async () =>
    {
        if (metrics.IsStale)
        {
            await metrics.CompleteAsync();
        }

        await MaintainAsync();
    });

    private async Task LookForRoomAsync()
    {
        var bytes = State.BytesNeeded;
        if (await Task.Run(() => FolderProbe.WhyNotWritable(folder, bytes)) is { } reason)
        {
            Log.StillPaused(logger, trial.Id, folder, bytes, reason);
        }
        else if (trial.Apply(new TrialEvent.StorageBack(time.GetUtcNow())))
        {
            Log.StorageBack(logger, trial.Id, folder);
            await trial.SaveAsync();
            await trial.TellAsync();
            await leases.RequestAsync();
        }
    }

    private async Task TryAsync(Func<Task> act)
    {
        using var scope = trial.BeginScope();
        try
        {
            await act();
        }
        catch (Exception failure)
        {
            // The next turn of the timer tries again: the store or the pool is away.
            Log.NotMaintained(logger, trial.Id, Period.TotalSeconds, failure.Message);
        }
    }
}

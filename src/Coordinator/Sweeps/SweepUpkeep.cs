namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>
/// What is done again and again for a sweep that is not over. A grain may lose its activation at any time: when a silo dies, those go whose directory
/// entries it kept. Trials are looked after from here, and the sweep itself by <see cref="WakeSweeps"/>.
/// </summary>
/// <param name="sweep">The sweep.</param>
/// <param name="trials">Its trials.</param>
/// <param name="scheduling">Its decisions.</param>
/// <param name="entry">Where it is closed.</param>
/// <param name="after">For the next time.</param>
/// <param name="time">For what is left of its time.</param>
/// <param name="logger">Hears what failed.</param>
internal sealed class SweepUpkeep(
    LiveSweep sweep, SweepTrials trials, SweepScheduling scheduling, SweepEntry entry, OnceAfter after, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private IGrainTimer? _next;
    private bool _woken;

    /// <summary>Does it now, and schedules the next time; nothing for a sweep that was never submitted.</summary>
    public async Task WakeAsync()
    {
        if (sweep.Plan is null)
        {
            return;
        }

        if (!_woken)
        {
            // Whoever had the sweep before may have died before it could write them.
            _woken = true;
            sweep.Store.MarkStale();
        }

        Schedule();
        await sweep.Store.SaveAllAsync();
        if (sweep.IsSettled)
        {
            await entry.CloseAsync();
        }

        if (sweep.State.Ended is not null)
        {
            return;
        }

        await trials.LookAfterAllAsync();
        await scheduling.DecideAsync(null);
        await trials.StartDueAsync();
    }

    /// <summary>Has it done after a while, or at the end of the sweep's time, where that comes sooner.</summary>
    public void Schedule()
    {
        _next?.Dispose();
        _next = sweep.IsSettled ? null : after(KeepWakingAsync, UntilNext());
    }

    /// <summary>Logs a failure: the next time tries again. The store is away, or a silo with some of the trials.</summary>
    public static void LogFailure(ILogger logger, string sweep, Exception failure) =>
        Log.NotLookedAfter(logger, sweep, Period.TotalSeconds, failure.Message);

    private TimeSpan UntilNext() =>
        SweepBudgets.TimeLeft(sweep.State, sweep.Plan!.Spec, time.GetUtcNow()) is { } left && left > TimeSpan.Zero && left < Period ? left : Period;

    private async Task KeepWakingAsync()
    {
        try
        {
            await WakeAsync();
        }
        catch (Exception failure)
        {
            LogFailure(logger, sweep.Name, failure);
        }
    }
}

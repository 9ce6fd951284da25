using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Storage;
using ResNet.Distributed.Coordinator.Telemetry;
using ResNet.Distributed.ServiceDefaults.Telemetry;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>
/// A trial as its grain has it in memory: moved by <see cref="TrialTransitions"/>, saved, and told to its sweep. For one grain's turns only; it has
/// no lock.
/// </summary>
/// <param name="id">The trial.</param>
/// <param name="durable">Its state.</param>
/// <param name="grains">Its sweep.</param>
/// <param name="time">When things happen to it.</param>
/// <param name="logger">Hears of ends of attempts.</param>
internal sealed class LiveTrial(TrialId id, DurableState<TrialState> durable, IGrainFactory grains, TimeProvider time, ILogger logger)
{
    private DateTimeOffset _notBefore;

    /// <summary>The trial.</summary>
    public TrialId Id => id;

    /// <summary>How it stands now.</summary>
    public TrialState State => durable.Value;

    /// <summary>Whether the store has everything that is in memory.</summary>
    public bool IsSaved => durable.IsSaved;

    /// <summary>Whether its running attempt is to end.</summary>
    public bool IsStopping => State.Status == TrialStatus.Running && State.Stopping is not null;

    /// <summary>How long it has to wait before its next attempt; zero or less for not at all.</summary>
    public TimeSpan Pause => _notBefore - time.GetUtcNow();

    /// <summary>Has it wait no longer before its next attempt.</summary>
    public void EndPause() => _notBefore = default;

    /// <summary>A scope for what is logged of it.</summary>
    public IDisposable BeginScope() =>
        new TrialScope(id.Sweep, id.Number, State.Attempt).Begin(logger, State.Attempts.LastOrDefault()?.Trace ?? State.Trace);

    /// <summary>Something has happened to it. One synchronous step; saving it is another matter.</summary>
    /// <returns>False when the event was refused.</returns>
    public bool Apply(TrialEvent what)
    {
        var (next, taken) = TrialTransitions.Apply(State, what);
        durable.Value = taken ? TrialSpans.Follow(State, next, time.GetUtcNow()) : next;
        if (taken && what is (TrialEvent.LeaseLost or TrialEvent.AttemptEnded or TrialEvent.Cancelled or TrialEvent.Stopped) && State.Lease is null)
        {
            Log.AttemptEnded(logger, id, State.Attempt, State.Status, State.Error ?? "done");
            _notBefore = time.GetUtcNow() + RetryBackoff.After(State.Failures);
        }

        return taken;
    }

    /// <summary>Ends when the store has what is in memory now.</summary>
    public Task SaveAsync() => durable.SaveAsync();

    /// <summary>Tells its sweep how it stands now.</summary>
    public Task TellAsync() => State.Spec is null
        ? Task.CompletedTask
        : grains.Coordinator(id.Sweep).TrialChangedAsync(TrialViews.View(State, time.GetUtcNow()));
}

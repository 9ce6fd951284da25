using Orleans.Storage;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>
/// A trial's state in the store. While the trial has a lease, what happens to it is added to the attempt's log, and the state is written by itself
/// when the attempt is over: so what a report costs does not grow with the epochs before it. A state without a log is read as it is. For one
/// grain's turns only; it has no lock.
/// </summary>
/// <remarks>
/// Each step has a revision that is given once, so of two activations that go on from one state with a lease one alone is taken at its word, and
/// the other reads everything anew; without a lease the state's tag does the same. The log is forgotten some time after the state without a lease
/// is written, and never before.
/// </remarks>
/// <param name="storage">Keeps states.</param>
/// <param name="log">Keeps what was added to them.</param>
/// <param name="grain">The trial.</param>
internal sealed class TrialStore(IGrainStorage storage, IReportLog log, GrainId grain) : IPersistentState<TrialState>
{
    /// <summary>The state's name.</summary>
    public const string Name = "trial";

    private readonly GrainState<TrialState> _stored = new(new TrialState());
    private TrialState _written = new();
    private int? _over;
    private Task _ending = Task.CompletedTask;

    public TrialState State
    {
        get => _stored.State!;
        set => _stored.State = value;
    }

    public string? Etag => _stored.ETag;

    public bool RecordExists => _stored.RecordExists;

    /// <exception cref="InvalidDataException">What is stored cannot be read, or does not fit together.</exception>
    public async Task ReadStateAsync()
    {
        TrialState replayed;
        string? tag;
        do
        {
            await storage.ReadStateAsync(Name, grain, _stored);
            (tag, replayed) = (Etag, State);
            if (State.Lease is not null)
            {
                // Of the state as it is, and not of one that was written in between.
                replayed = await ReplayAsync(State);
                await storage.ReadStateAsync(Name, grain, _stored);
            }
        }
        while (Etag != tag);

        var hadLease = State.Lease is not null;
        _written = State = replayed;
        if (hadLease)
        {
            EndIfOver();
        }
    }

    /// <exception cref="InconsistentStateException">Another activation has written.</exception>
    public async Task WriteStateAsync()
    {
        await _ending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var state = State;
        if (ReferenceEquals(state, _written) && RecordExists)
        {
            // A step has a revision of its own: nothing is no step.
            return;
        }

        if (_written.Lease is null)
        {
            await storage.WriteStateAsync(Name, grain, _stored);
            _written = state;
            ForgetLog();
            return;
        }

        var steps = TrialJournal.Between(_written, state).Select(step => new KeyValuePair<long, ReadOnlyMemory<byte>>(step.Key, step.Value.ToStored()));
        if (!await log.TryAddAsync(grain, _written.Attempt, [.. steps]))
        {
            throw new InconsistentStateException($"The state of {grain} goes on otherwise than in this activation, from revision {_written.Revision}.");
        }

        _written = state;
        EndIfOver();
    }

    public Task ClearStateAsync() => throw new NotSupportedException("A trial's state is never cleared.");

    // One attempt's log may lead on into the next one's, where its end and the next lease were one step.
    private async Task<TrialState> ReplayAsync(TrialState state)
    {
        int attempt;
        do
        {
            attempt = state.Attempt;
            var steps = await log.ReadAsync(grain, attempt);
            state = TrialJournal.Replay(
                state, steps.Select(step => new KeyValuePair<long, JournalEntry>(step.Key, JournalEntry.Parse(step.Key, step.Value))));
        }
        while (state.Lease is not null && state.Attempt != attempt);

        return state;
    }

    // It is safe where it is, and nobody waits. Where this fails the next write does it, or whoever reads the state next.
    private void EndIfOver()
    {
        if (_written.Lease is null)
        {
            _over = _written.Attempt;
            _ending = EndAsync();
            _ending.Ignore();
        }
    }

    private async Task EndAsync()
    {
        // What may have happened meanwhile is not safe yet, and comes with the next write.
        var end = new GrainState<TrialState>(_written, Etag) { RecordExists = RecordExists };
        await storage.WriteStateAsync(Name, grain, end);
        _stored.ETag = end.ETag;
        ForgetLog();
    }

    private void ForgetLog()
    {
        if (_over is { } attempt)
        {
            log.Forget(grain, attempt);
            _over = null;
        }
    }
}

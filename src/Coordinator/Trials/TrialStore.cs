using System.Collections.Immutable;
using Orleans.Storage;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>
/// A trial's state in the store: written whole when anything happens to it but a report, and each report added by itself, so that what a report
/// costs does not grow with the epochs before it. A state that was only ever written whole is read as it is. For one grain's turns only; it has
/// no lock.
/// </summary>
/// <remarks>
/// An activation that goes on from a state with a lease takes the next revision first, be it with a report or with a mark that the state is about to be
/// written whole; whoever comes second reads everything anew. So a report that was answered cannot be passed over by another activation, although
/// state and reports are written separately. Where a mark was left by someone who died, or is slow, the state is written whole first of all.
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
    private bool _isOpen;
    private long _marked;

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
        var entries = ImmutableSortedDictionary<long, ReadOnlyMemory<byte>>.Empty;
        string? tag;
        do
        {
            await storage.ReadStateAsync(Name, grain, _stored);
            tag = Etag;
            if (State.Lease is not null)
            {
                // Of the state as it is, and not of one that was written whole in between.
                entries = await log.ReadAsync(grain, State.Attempt);
                await storage.ReadStateAsync(Name, grain, _stored);
            }
        }
        while (Etag != tag);

        (State, _isOpen) = TrialJournal.Replay(State, entries.Select(entry => JournalEntry.Of(entry.Key, entry.Value)));
        _written = State;
    }

    /// <exception cref="InconsistentStateException">Another activation has written.</exception>
    public async Task WriteStateAsync()
    {
        var state = State;
        if (ReferenceEquals(state, _written) && RecordExists)
        {
            // An earlier write has taken it along.
            return;
        }

        if (!_isOpen && TrialJournal.Between(_written, state) is { } reports)
        {
            await TakeAsync(reports);
            _written = state;
        }
        else
        {
            await WriteWholeAsync(state);
        }
    }

    public Task ClearStateAsync() => throw new NotSupportedException("A trial's state is never cleared.");

    private async Task WriteWholeAsync(TrialState state)
    {
        var next = _written.Revision + 1;
        if (_written.Lease is not null && _marked != next)
        {
            await TakeAsync([new JournalEntry(next, null)]);
            (_marked, _isOpen) = (next, true);

            // What has happened meanwhile goes along.
            state = State;
        }

        await storage.WriteStateAsync(Name, grain, _stored);
        var before = _written;
        (_written, _isOpen) = (state, false);
        if (before.Lease is not null && state.Lease is null)
        {
            // Nobody waits: no report of that attempt is taken any more.
            log.ClearAsync(grain, before.Attempt).Ignore();
        }
    }

    private async Task TakeAsync(IEnumerable<JournalEntry> entries)
    {
        if (!await log.TryAddAsync(grain, _written.Attempt, [.. entries.Select(entry => entry.Stored)]))
        {
            throw new InconsistentStateException($"The state of {grain} goes on otherwise than in this activation, from revision {_written.Revision}.");
        }
    }
}

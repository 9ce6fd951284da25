using Orleans.Storage;

namespace ResNet.Distributed.Coordinator.Storage;

/// <summary>
/// A grain's stored state that knows whether the store has all of it. What a failed write left out is written by the next save,
/// so that a store that was away loses nothing. For one grain's turns only; it has no lock.
/// </summary>
/// <typeparam name="T">An immutable record: a write takes the state as it is when the write begins.</typeparam>
internal sealed class DurableState<T>
{
    private readonly IPersistentState<T> _stored;
    private readonly CoalescedWriter _writer;
    private readonly Action _onConflict;
    private long _version;
    private long _saved;

    /// <param name="stored">The state.</param>
    /// <param name="onConflict">
    /// Called when the store holds what this activation did not write: another one did, or a write that seemed to fail had
    /// succeeded. What is in memory is then worth nothing, and the grain has to be read anew.
    /// </param>
    public DurableState(IPersistentState<T> stored, Action onConflict)
    {
        (_stored, _onConflict) = (stored, onConflict);
        _writer = new CoalescedWriter(WriteAsync);
    }

    /// <summary>The state in memory.</summary>
    public T Value
    {
        get => _stored.State;
        set
        {
            if (!ReferenceEquals(_stored.State, value))
            {
                _stored.State = value;
                _version++;
            }
        }
    }

    /// <summary>Whether the store has everything that is in memory.</summary>
    public bool IsSaved => _saved == _version;

    /// <summary>Ends when the store has what is in memory now; does nothing when it has it already.</summary>
    public Task SaveAsync() => IsSaved ? Task.CompletedTask : _writer.SaveAsync();

    private async Task WriteAsync()
    {
        if (IsSaved)
        {
            // The write that this one has waited for took everything along.
            return;
        }

        var version = _version;
        try
        {
            await _stored.WriteStateAsync();
            _saved = version;
        }
        catch (InconsistentStateException)
        {
            _onConflict();
            throw;
        }
    }
}

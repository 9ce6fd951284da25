using ResNet.Distributed.Coordinator.Storage;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>
/// A sweep's state, and the files that follow from it. What trials tell is written soon after, at a pace that a large sweep can bear: it
/// is safe with the trials, which tell it again to a sweep that was lost with its process. For one grain's turns only; it has no lock.
/// </summary>
internal sealed class SweepStore
{
    /// <summary>The state's name.</summary>
    public const string Name = "sweep";

    private readonly DurableState<SweepState> _durable;
    private readonly DerivedFiles _results;
    private readonly PacedWriter _writer;

    /// <param name="durable">The state.</param>
    /// <param name="results">The files.</param>
    /// <param name="time">For the pace.</param>
    /// <param name="after">For a write that is not due yet.</param>
    /// <param name="onFailure">Hears why nothing could be written, where nobody waits for it.</param>
    public SweepStore(
        DurableState<SweepState> durable, DerivedFiles results, TimeProvider time, OnceAfter after, Action<Exception> onFailure)
    {
        (_durable, _results) = (durable, results);
        _writer = new PacedWriter(SaveAllAsync, time, after, onFailure);
    }

    /// <summary>The state in memory.</summary>
    public SweepState State
    {
        get => _durable.Value;
        set => _durable.Value = value;
    }

    /// <summary>Whether the store has everything that is in memory.</summary>
    public bool IsSaved => _durable.IsSaved;

    /// <summary>Whether state and files are written.</summary>
    public bool IsWritten => _durable.IsSaved && !_results.AreStale;

    /// <summary>Notes that the files are to be written at some time.</summary>
    public void MarkStale() => _results.MarkStale();

    /// <summary>Ends when the store has the state.</summary>
    public Task SaveAsync() => _durable.SaveAsync();

    /// <summary>Ends when the store has the state, and the files show it or could not be written.</summary>
    public async Task SaveAllAsync()
    {
        await _durable.SaveAsync();
        if (_results.AreStale)
        {
            await UpdateAsync();
        }
    }

    /// <summary>Ends when the files show the newest state, unless that was tried before.</summary>
    public Task ShowAsync() => _results.AreUntried ? UpdateAsync() : Task.CompletedTask;

    /// <summary>Writes everything now, as far as the pace is concerned.</summary>
    public Task WriteAsync() => _writer.WriteAsync();

    /// <summary>Writes everything when the pace allows it.</summary>
    public void WriteSoon() => _writer.WriteSoon();

    /// <summary>Writes everything; a failure is told, not thrown.</summary>
    public Task TryWriteAsync() => _writer.TryWriteAsync();

    // Also what is being written: the state may have changed since that began, and nobody have said so.
    private Task UpdateAsync()
    {
        _results.MarkStale();
        return _results.ShowAsync();
    }
}

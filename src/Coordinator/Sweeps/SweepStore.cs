using ResNet.Distributed.Coordinator.Storage;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>
/// A sweep's state, and the files that follow from it. What trials tell is written soon after, at a pace that a large sweep can bear: it
/// is safe with the trials, which tell it again to a sweep that was lost with its process. For one grain's turns only; it has no lock.
/// </summary>
/// <param name="durable">The state.</param>
/// <param name="results">The files.</param>
/// <param name="time">For the pace.</param>
/// <param name="after">Has something done on a turn of the grain, after a time.</param>
/// <param name="onFailure">Hears why nothing could be written, where nobody waits for it.</param>
internal sealed class SweepStore(
    DurableState<SweepState> durable, DerivedFiles results, TimeProvider time, Func<Func<Task>, TimeSpan, IGrainTimer> after,
    Action<Exception> onFailure)
{
    private readonly WritePace _pace = new(time);
    private IGrainTimer? _soon;

    /// <summary>The state in memory.</summary>
    public SweepState State
    {
        get => durable.Value;
        set => durable.Value = value;
    }

    /// <summary>Whether the store has everything that is in memory.</summary>
    public bool IsSaved => durable.IsSaved;

    /// <summary>Whether state and files are written.</summary>
    public bool IsWritten => durable.IsSaved && !results.AreStale;

    /// <summary>Notes that the files are to be written at some time.</summary>
    public void MarkStale() => results.MarkStale();

    /// <summary>Ends when the store has the state.</summary>
    public Task SaveAsync() => durable.SaveAsync();

    /// <summary>Ends when the store has the state, and the files show it or could not be written.</summary>
    public async Task SaveAllAsync()
    {
        await durable.SaveAsync();
        if (results.AreStale)
        {
            await results.UpdateAsync();
        }
    }

    /// <summary>Ends when the files show the newest state, unless that was tried before.</summary>
    public Task ShowAsync() => results.AreUntried ? results.UpdateAsync() : Task.CompletedTask;

    /// <summary>Writes everything now, as far as the pace is concerned.</summary>
    public Task WriteAsync() => _pace.WriteAsync(SaveAllAsync);

    /// <summary>Writes everything when the pace allows it.</summary>
    public void WriteSoon() => _soon ??= after(TryWriteAsync, _pace.Wait);

    /// <summary>Writes everything; a failure is told, not thrown.</summary>
    public async Task TryWriteAsync()
    {
        _soon?.Dispose();
        _soon = null;
        try
        {
            await WriteAsync();
        }
        catch (Exception failure)
        {
            onFailure(failure);
        }
    }
}

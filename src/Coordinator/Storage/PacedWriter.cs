namespace ResNet.Distributed.Coordinator.Storage;

/// <summary>
/// Writes something that changes all the time soon after a change, at a <see cref="WritePace"/>, without anyone waiting for it. For one grain's
/// turns only; it has no lock.
/// </summary>
/// <param name="write">Writes everything as it is when the write begins.</param>
/// <param name="time">For the pace.</param>
/// <param name="after">For a write that is not due yet.</param>
/// <param name="onFailure">Hears why it could not be written, where nobody waits for it.</param>
internal sealed class PacedWriter(Func<Task> write, TimeProvider time, OnceAfter after, Action<Exception> onFailure)
{
    private readonly WritePace _pace = new(time);
    private IGrainTimer? _soon;

    /// <summary>Writes now, as far as the pace is concerned.</summary>
    public Task WriteAsync() => _pace.WriteAsync(write);

    /// <summary>Writes when the pace allows it.</summary>
    public void WriteSoon() => _soon ??= after(TryWriteAsync, _pace.Wait);

    /// <summary>Writes now; a failure is told, not thrown.</summary>
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

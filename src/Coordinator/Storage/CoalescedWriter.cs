namespace ResNet.Distributed.Coordinator.Storage;

/// <summary>
/// Saves a grain's state without ever running two writes at once: a save that comes while another is under way waits for it, and
/// all that wait share the next write. For one grain's turns only; it has no lock.
/// </summary>
/// <param name="write">Writes the state as it is when the write begins.</param>
internal sealed class CoalescedWriter(Func<Task> write)
{
    private Task _current = Task.CompletedTask;
    private Task? _next;

    /// <summary>Ends when a write that began after this call has ended; fails when that write failed.</summary>
    public Task SaveAsync()
    {
        if (_next is not null)
        {
            return _next;
        }

        return _current.IsCompleted ? _current = write() : _next = AfterCurrentAsync();
    }

    private async Task AfterCurrentAsync()
    {
        // Whoever asked for the current write sees its failure; the next write does not depend on it.
        await _current.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        (_current, _next) = (_next!, null);
        await write();
    }
}

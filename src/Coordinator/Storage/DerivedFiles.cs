namespace ResNet.Distributed.Coordinator.Storage;

/// <summary>
/// Files that are made from a grain's state: written anew at each change, never twice at once. A write that fails loses nothing,
/// because the next one writes everything again. For one grain's turns only; it has no lock.
/// </summary>
internal sealed class DerivedFiles
{
    private readonly CoalescedWriter _writer;
    private Task _newest = Task.CompletedTask;
    private long _version;
    private long _begun;
    private long _tried;
    private long _written;

    /// <param name="prepare">Takes what has to be written, on the grain's turn, and returns the writing, which runs elsewhere.</param>
    /// <param name="onFailure">Hears why the files could not be written.</param>
    public DerivedFiles(Func<Action> prepare, Action<Exception> onFailure) => _writer = new CoalescedWriter(async () =>
    {
        var version = _begun = _version;
        var write = prepare();
        try
        {
            await Task.Run(write);
            _written = version;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            onFailure(failure);
        }

        _tried = version;
    });

    /// <summary>Whether the files do not show the state: it has changed since, or they could not be written.</summary>
    public bool AreStale => _written != _version;

    /// <summary>Whether nobody has tried to write them since the state has changed.</summary>
    public bool AreUntried => _tried != _version;

    /// <summary>Notes that the state has changed; they are to be written at some time.</summary>
    public void MarkStale() => _version++;

    /// <summary>
    /// Ends when the files show the state as it was when it was last said to have changed, or could not be written. Writes only what is not written, or
    /// being written, already.
    /// </summary>
    public Task ShowAsync()
    {
        if (!AreStale)
        {
            return Task.CompletedTask;
        }

        var isUnderWay = _begun == _version && !_newest.IsCompleted;
        return isUnderWay ? _newest : _newest = _writer.SaveAsync();
    }
}

namespace ResNet.Distributed.Coordinator.Storage;

/// <summary>
/// Files that are made from a grain's state: written anew at each change, never twice at once. A write that fails loses nothing,
/// because the next one writes everything again. For one grain's turns only; it has no lock.
/// </summary>
internal sealed class DerivedFiles
{
    private readonly CoalescedWriter _writer;

    /// <param name="prepare">Takes what has to be written, on the grain's turn, and returns the writing, which runs elsewhere.</param>
    /// <param name="onFailure">Hears why the files could not be written.</param>
    public DerivedFiles(Func<Action> prepare, Action<Exception> onFailure) => _writer = new CoalescedWriter(async () =>
    {
        var write = prepare();
        try
        {
            await Task.Run(write);
            AreStale = false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            AreStale = true;
            onFailure(failure);
        }
    });

    /// <summary>Whether the newest write failed.</summary>
    public bool AreStale { get; private set; }

    /// <summary>Ends when the files show the state as it is now, or could not be written.</summary>
    public Task UpdateAsync() => _writer.SaveAsync();
}

using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Results;
using ResNet.Distributed.Coordinator.Storage;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>
/// A trial's <c>metrics.jsonl</c>: written soon after an epoch, at a pace that the shortest epochs can bear, and whole before the trial's end is
/// saved. It follows from the state, so nobody who reports waits for it. For one grain's turns only; it has no lock.
/// </summary>
internal sealed class EpochFile
{
    private readonly string _folder;
    private readonly DerivedFiles _file;
    private readonly PacedWriter _writer;

    /// <param name="folder">The trial's folder.</param>
    /// <param name="epochs">Its epochs as they stand.</param>
    /// <param name="time">For the pace.</param>
    /// <param name="after">For a write that is not due yet.</param>
    /// <param name="onFailure">Hears why it could not be written.</param>
    public EpochFile(
        string folder, Func<IEnumerable<EpochMetrics>> epochs, TimeProvider time, OnceAfter after, Action<Exception> onFailure)
    {
        _folder = folder;
        _file = new DerivedFiles(
            () =>
            {
                var what = epochs();
                return () => MetricsFile.Write(folder, what);
            },
            onFailure);
        _writer = new PacedWriter(_file.ShowAsync, time, after, onFailure);
    }

    /// <summary>Whether it does not show all epochs, as far as this process knows.</summary>
    public bool IsStale => _file.AreStale;

    /// <summary>Notes that it may lack epochs, which whoever had the trial before did not come to write.</summary>
    public void MarkStale() => _file.MarkStale();

    /// <summary>Another epoch is there; it is written when the pace allows it.</summary>
    public void WriteSoon()
    {
        _file.MarkStale();
        _writer.WriteSoon();
    }

    /// <summary>Ends when it is there and shows all epochs, or could not be written.</summary>
    public Task CompleteAsync()
    {
        if (!IsStale && !MetricsFile.IsIn(_folder))
        {
            _file.MarkStale();
        }

        return _file.ShowAsync();
    }
}

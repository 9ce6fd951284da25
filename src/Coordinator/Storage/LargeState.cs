using Orleans.Storage;

namespace ResNet.Distributed.Coordinator.Storage;

/// <summary>
/// A grain's stored state that may be large: it is turned into bytes off the grain's turns, which go on meanwhile. A trial's report waits for its
/// sweep, so what a sweep of ten thousand trials takes to be written would come on top of every hundredth report.
/// </summary>
/// <typeparam name="T">An immutable record: what is written is the state as it is when the write begins.</typeparam>
/// <param name="storage">Keeps it.</param>
/// <param name="name">The state's name.</param>
/// <param name="grain">Whose it is.</param>
internal sealed class LargeState<T>(IGrainStorage storage, string name, GrainId grain) : IPersistentState<T>
    where T : class, new()
{
    private readonly GrainState<T> _stored = new(new T());

    public T State
    {
        get => _stored.State!;
        set => _stored.State = value;
    }

    public string? Etag => _stored.ETag;

    public bool RecordExists => _stored.RecordExists;

    public Task ReadStateAsync() => storage.ReadStateAsync(name, grain, _stored);

    /// <exception cref="InconsistentStateException">Another activation has written.</exception>
    public async Task WriteStateAsync()
    {
        var written = new GrainState<T>(State, Etag) { RecordExists = RecordExists };
        await Task.Run(() => storage.WriteStateAsync(name, grain, written));
        (_stored.ETag, _stored.RecordExists) = (written.ETag, written.RecordExists);
    }

    public Task ClearStateAsync() => throw new NotSupportedException($"The state of {grain} is never cleared.");
}

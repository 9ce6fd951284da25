using Orleans.Storage;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Coordinator.Storage;

namespace ResNet.Distributed.Coordinator.Tests.Storage;

public sealed class LargeStateTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly SlowStorage _storage = new();

    public void Dispose() => _storage.Dispose();

    [Fact]
    public async Task The_grains_turn_goes_on_while_the_state_is_turned_into_bytes()
    {
        var state = New();
        state.State = new Text("as the write begins");

        // On a thread of its own: without this the call would not come back before the storage is let go.
        var (write, wasDone) = await Task.Run(() =>
        {
            var writing = state.WriteStateAsync();
            return (writing, writing.IsCompleted);
        }).WaitAsync(Deadline);
        state.State = new Text("changed meanwhile");
        _storage.Go.Set();
        await write.WaitAsync(Deadline);

        Assert.False(wasDone);
        Assert.Equal("as the write begins", _storage.Stored);
        Assert.Equal("changed meanwhile", state.State.Value);
    }

    [Fact]
    public async Task Each_write_follows_the_one_before()
    {
        var state = New();
        _storage.Go.Set();

        state.State = new Text("one");
        await state.WriteStateAsync();
        state.State = new Text("two");
        await state.WriteStateAsync();

        Assert.Equal((2, "two", "2", true), (_storage.Writes, _storage.Stored, state.Etag, state.RecordExists));
    }

    [Fact]
    public async Task What_another_one_wrote_is_a_conflict_and_changes_nothing()
    {
        var (one, other) = (New(), New());
        _storage.Go.Set();
        one.State = new Text("one");
        await one.WriteStateAsync();

        other.State = new Text("other");
        await Assert.ThrowsAsync<InconsistentStateException>(other.WriteStateAsync);

        Assert.Equal(("one", false), (_storage.Stored, other.RecordExists));
    }

    private LargeState<Text> New() => new(_storage, "text", GrainId.Create(GrainTypes.Coordinator, "sweep"));

    private sealed record Text(string Value)
    {
        public Text()
            : this("")
        {
        }
    }

    /// <summary>Turns states into bytes on the thread that calls, as Orleans' storages do, and takes as long as it is told to.</summary>
    private sealed class SlowStorage : IGrainStorage, IDisposable
    {
        public ManualResetEventSlim Go { get; } = new();

        public string? Stored { get; private set; }

        public int Writes { get; private set; }

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            if (!Go.Wait(Deadline))
            {
                throw new TimeoutException("Nobody let the write go.");
            }

            if (grainState.ETag != (Writes == 0 ? null : $"{Writes}"))
            {
                throw new InconsistentStateException("another one wrote");
            }

            Stored = ((Text)(object)grainState.State!).Value;
            (grainState.ETag, grainState.RecordExists) = ($"{++Writes}", true);
            return Task.CompletedTask;
        }

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();

        public void Dispose() => Go.Dispose();
    }
}

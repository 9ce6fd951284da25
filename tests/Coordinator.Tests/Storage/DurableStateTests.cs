using Orleans.Storage;
using ResNet.Distributed.Coordinator.Storage;

namespace ResNet.Distributed.Coordinator.Tests.Storage;

public sealed class DurableStateTests
{
    private readonly FlakyState _stored = new();
    private int _conflicts;

    [Fact]
    public async Task What_is_saved_already_is_not_written_again()
    {
        var state = New();
        state.Value = "a";
        await state.SaveAsync();
        await state.SaveAsync();

        Assert.True(state.IsSaved);
        Assert.Equal(["a"], _stored.Written);
    }

    [Fact]
    public async Task Who_waits_for_a_write_that_takes_everything_along_does_not_write_again()
    {
        var state = New();
        var done = new TaskCompletionSource();
        _stored.Pause = done.Task;
        state.Value = "a";
        var saves = new[] { state.SaveAsync(), state.SaveAsync(), state.SaveAsync() };

        done.SetResult();
        await Task.WhenAll(saves);

        Assert.Equal(["a"], _stored.Written);
    }

    [Fact]
    public async Task What_a_failed_write_left_out_is_written_by_the_next_save()
    {
        var state = New();
        _stored.Failure = new IOException("the store is away");
        state.Value = "a";
        await Assert.ThrowsAsync<IOException>(state.SaveAsync);
        Assert.False(state.IsSaved);

        _stored.Failure = null;
        await state.SaveAsync();
        Assert.Equal(["a"], _stored.Written);
        Assert.Equal(0, _conflicts);
    }

    [Fact]
    public async Task A_conflict_is_told_and_thrown()
    {
        var state = New();
        _stored.Failure = new InconsistentStateException("another one wrote");
        state.Value = "a";

        await Assert.ThrowsAsync<InconsistentStateException>(state.SaveAsync);
        Assert.Equal(1, _conflicts);
    }

    private DurableState<string> New() => new(_stored, () => _conflicts++);

    private sealed class FlakyState : IPersistentState<string>
    {
        public List<string> Written { get; } = [];

        public Exception? Failure { get; set; }

        public Task Pause { get; set; } = Task.CompletedTask;

        public string State { get; set; } = "";

        public string Etag => "";

        public bool RecordExists => Written.Count > 0;

        public Task WriteStateAsync()
        {
            if (Failure is not null)
            {
                return Task.FromException(Failure);
            }

            Written.Add(State);
            return Pause;
        }

        public Task ReadStateAsync() => Task.CompletedTask;

        public Task ClearStateAsync() => Task.CompletedTask;
    }
}

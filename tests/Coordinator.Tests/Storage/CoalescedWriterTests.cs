using ResNet.Distributed.Coordinator.Storage;

namespace ResNet.Distributed.Coordinator.Tests.Storage;

public sealed class CoalescedWriterTests
{
    private readonly Queue<TaskCompletionSource> _writes = new();
    private readonly CoalescedWriter _writer;

    public CoalescedWriterTests() => _writer = new CoalescedWriter(() =>
    {
        var write = new TaskCompletionSource();
        _writes.Enqueue(write);
        return write.Task;
    });

    [Fact]
    public async Task Saves_during_a_write_share_the_next_one()
    {
        var first = _writer.SaveAsync();
        var second = _writer.SaveAsync();
        var third = _writer.SaveAsync();

        Assert.Same(second, third);
        Assert.Single(_writes);
        _writes.Dequeue().SetResult();
        await first;
        Assert.Single(_writes);
        Assert.False(second.IsCompleted);
        _writes.Dequeue().SetResult();
        await second;
        Assert.Empty(_writes);
    }

    [Fact]
    public async Task A_write_that_fails_fails_its_own_savers_only()
    {
        var first = _writer.SaveAsync();
        var second = _writer.SaveAsync();

        _writes.Dequeue().SetException(new IOException("full"));
        await Assert.ThrowsAsync<IOException>(() => first);
        _writes.Dequeue().SetResult();
        await second;
    }

    [Fact]
    public async Task A_save_after_the_last_write_begins_at_once()
    {
        var first = _writer.SaveAsync();
        _writes.Dequeue().SetResult();
        await first;

        _ = _writer.SaveAsync();

        Assert.Single(_writes);
    }
}

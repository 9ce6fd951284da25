using Microsoft.Extensions.Time.Testing;
using ResNet.Distributed.Coordinator.History;

namespace ResNet.Distributed.Coordinator.Tests.History;

public sealed class SharedLookTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Queue<TaskCompletionSource<int>> _begun = new();
    private readonly SharedLook<int> _look;

    public SharedLookTests() => _look = new SharedLook<int>(
        () =>
        {
            var look = new TaskCompletionSource<int>();
            _begun.Enqueue(look);
            return look.Task;
        },
        _time);

    [Fact]
    public async Task All_who_come_during_a_look_share_the_next_one()
    {
        var first = _look.LookAsync(TimeSpan.Zero);
        var second = _look.LookAsync(TimeSpan.Zero);
        var third = _look.LookAsync(TimeSpan.Zero);
        Assert.Single(_begun);

        _begun.Dequeue().SetResult(1);
        Assert.Equal(1, await first);
        await BegunAsync();
        _begun.Dequeue().SetResult(2);

        Assert.Equal((2, 2), (await second, await third));
        Assert.Empty(_begun);
    }

    [Fact]
    public async Task Who_is_content_with_an_older_look_gets_it_while_it_is_young_enough()
    {
        var first = _look.LookAsync(TimeSpan.Zero);
        Assert.Same(first, _look.LookAsync(TimeSpan.FromSeconds(1)));
        _begun.Dequeue().SetResult(1);
        await first;

        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Same(first, _look.LookAsync(TimeSpan.FromSeconds(1)));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.NotSame(first, _look.LookAsync(TimeSpan.FromSeconds(1)));
        Assert.Single(_begun);
    }

    [Fact]
    public async Task A_look_that_failed_is_nobody_elses()
    {
        var first = _look.LookAsync(TimeSpan.Zero);
        var second = _look.LookAsync(TimeSpan.Zero);
        _begun.Dequeue().SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => first);
        await BegunAsync();
        _begun.Dequeue().SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => second);

        _ = _look.LookAsync(TimeSpan.FromHours(1));

        Assert.Single(_begun);
    }

    // The look after another one begins on a thread of its own.
    private async Task BegunAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (_begun.Count == 0)
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}

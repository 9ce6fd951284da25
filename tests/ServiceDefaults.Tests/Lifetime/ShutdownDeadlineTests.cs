using Microsoft.Extensions.Logging.Abstractions;
using ResNet.Distributed.ServiceDefaults.Lifetime;

namespace ResNet.Distributed.ServiceDefaults.Tests.Lifetime;

public sealed class ShutdownDeadlineTests : IDisposable
{
    private readonly RecordingLifetime _lifetime = new();

    public void Dispose() => _lifetime.Dispose();

    [Fact]
    public async Task A_stop_that_does_not_end_is_ended()
    {
        await Deadline(TimeSpan.FromMilliseconds(10)).StartAsync(CancellationToken.None);

        _lifetime.StopApplication();

        Assert.Equal(TimeSpan.Zero, await _lifetime.Killed.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Nothing_is_killed_before_a_stop_or_after_one_that_ends()
    {
        await Deadline(TimeSpan.FromMilliseconds(10)).StartAsync(CancellationToken.None);
        Assert.False(_lifetime.Killed.IsCompleted);

        _lifetime.Finish();
        _lifetime.StopApplication();

        await Assert.ThrowsAsync<TimeoutException>(() => _lifetime.Killed.WaitAsync(TimeSpan.FromMilliseconds(200)));
    }

    [Fact]
    public async Task A_stop_that_does_not_end_is_a_success_where_nothing_is_lost()
    {
        await Deadline(TimeSpan.FromMilliseconds(10), nothingIsLost: true).StartAsync(CancellationToken.None);

        _lifetime.StopApplication();

        await _lifetime.Left.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.False(_lifetime.Killed.IsCompleted);
    }

    private ShutdownDeadline Deadline(TimeSpan limit, bool nothingIsLost = false) =>
        new(_lifetime, _lifetime, limit, () => nothingIsLost, NullLogger<ShutdownDeadline>.Instance);
}

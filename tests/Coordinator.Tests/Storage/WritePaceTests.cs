using Microsoft.Extensions.Time.Testing;
using ResNet.Distributed.Coordinator.Storage;

namespace ResNet.Distributed.Coordinator.Tests.Storage;

public sealed class WritePaceTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly WritePace _pace;

    public WritePaceTests() => _pace = new WritePace(_time);

    [Fact]
    public async Task The_first_write_waits_for_nothing_and_the_next_one_a_second()
    {
        Assert.Equal(TimeSpan.Zero, _pace.Wait);

        await WriteAsync(TimeSpan.FromMilliseconds(5));

        Assert.Equal(TimeSpan.FromMilliseconds(995), _pace.Wait);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.Zero, _pace.Wait);
    }

    [Fact]
    public async Task A_write_that_takes_long_is_followed_by_nine_times_as_long_a_rest()
    {
        await WriteAsync(TimeSpan.FromSeconds(2));

        Assert.Equal(TimeSpan.FromSeconds(18), _pace.Wait);
    }

    private Task WriteAsync(TimeSpan length) => _pace.WriteAsync(() =>
    {
        _time.Advance(length);
        return Task.CompletedTask;
    });
}

using ResNet.Distributed.Coordinator.Storage;

namespace ResNet.Distributed.Coordinator.Tests.Storage;

public sealed class DerivedFilesTests
{
    private readonly List<string> _failures = [];
    private Action _write = () => { };

    [Fact]
    public async Task They_are_stale_from_a_change_to_the_write_that_shows_it()
    {
        var files = New();
        Assert.False(files.AreStale);

        files.MarkStale();
        Assert.True(files is { AreStale: true, AreUntried: true });

        await files.ShowAsync();
        Assert.True(files is { AreStale: false, AreUntried: false });
    }

    [Fact]
    public async Task A_write_that_fails_leaves_them_stale_but_tried()
    {
        var files = New();
        _write = () => throw new IOException("full");

        files.MarkStale();
        await files.ShowAsync();

        Assert.True(files is { AreStale: true, AreUntried: false });
        Assert.Equal(["full"], _failures);
    }

    [Fact]
    public async Task A_change_during_a_write_is_not_taken_for_written()
    {
        var files = New();
        using var begun = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        _write = () =>
        {
            begun.Release();
            Assert.True(go.Wait(TimeSpan.FromSeconds(30)));
        };
        files.MarkStale();
        var update = files.ShowAsync();
        Assert.True(await begun.WaitAsync(TimeSpan.FromSeconds(30)));

        files.MarkStale();
        go.Release();
        await update;

        Assert.True(files is { AreStale: true, AreUntried: true });
    }

    [Fact]
    public async Task Whoever_asks_during_a_write_waits_for_it_and_for_another_one_after_a_change_alone()
    {
        var files = New();
        using var begun = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        _write = () =>
        {
            begun.Release();
            Assert.True(go.Wait(TimeSpan.FromSeconds(30)));
        };
        files.MarkStale();
        var first = files.ShowAsync();
        Assert.True(await begun.WaitAsync(TimeSpan.FromSeconds(30)));

        Assert.Same(first, files.ShowAsync());
        files.MarkStale();
        var second = files.ShowAsync();
        Assert.NotSame(first, second);
        go.Release();
        await first;
        Assert.True(files.AreStale);

        go.Release();
        await second;
        Assert.False(files.AreStale);
    }

    private DerivedFiles New() => new(() => _write, failure => _failures.Add(failure.Message));
}

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

        await files.UpdateAsync();
        Assert.True(files is { AreStale: false, AreUntried: false });
    }

    [Fact]
    public async Task A_write_that_fails_leaves_them_stale_but_tried()
    {
        var files = New();
        _write = () => throw new IOException("full");

        await files.UpdateAsync();

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
        var update = files.UpdateAsync();
        Assert.True(await begun.WaitAsync(TimeSpan.FromSeconds(30)));

        files.MarkStale();
        go.Release();
        await update;

        Assert.True(files is { AreStale: true, AreUntried: true });
    }

    private DerivedFiles New() => new(() => _write, failure => _failures.Add(failure.Message));
}

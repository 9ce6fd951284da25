using ResNet.Distributed.Training.Native;

namespace ResNet.Distributed.Training.Tests.Native;

public sealed class LibraryCacheTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_damaged_file_is_made_again()
    {
        var path = Add(() => Content);
        File.WriteAllBytes(path, Content[..5000]);

        Assert.Equal(path, Add(() => Content));
        Assert.Equal(Content, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_whole_file_is_not_made_again()
    {
        var path = Add(() => Content);

        Assert.Equal(path, Add(() => throw new InvalidOperationException("made twice")));
    }

    [Fact]
    public void Content_with_another_hash_leaves_nothing_behind()
    {
        var error = Assert.Throws<IOException>(() => Add(() => [1, 2, 3]));

        Assert.Contains(PackageFile.Sha256Of(Content), error.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.FullPath));
    }

    [Fact]
    public async Task Many_at_once_each_see_a_whole_file()
    {
        // All threads are past the check for the file before the first one writes it.
        using var barrier = new Barrier(8);
        var threads = Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () => File.ReadAllBytes(Add(() =>
            {
                Assert.True(barrier.SignalAndWait(TimeSpan.FromSeconds(30)));
                return Content;
            })),
            TaskCreationOptions.LongRunning)).ToArray();

        Assert.All(await Task.WhenAll(threads), read => Assert.Equal(Content, read));
        Assert.Single(Directory.EnumerateFiles(_folder.FullPath, "*", SearchOption.AllDirectories));
    }

    private string Add(Func<byte[]> make) =>
        new LibraryCache(_folder.FullPath).GetOrAdd("lib.so", PackageFile.Sha256Of(Content), make);
}

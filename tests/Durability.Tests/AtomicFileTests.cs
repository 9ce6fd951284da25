using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using ResNet.Distributed.Launching.Tests;

namespace ResNet.Distributed.Durability.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Target => _folder["file"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_replaced()
    {
        AtomicFile.Write(Target, Text("one"));
        AtomicFile.Write(Target, Text("two"));

        Assert.Equal("two", File.ReadAllText(Target));
        AssertAlone();
    }

    [Fact]
    public void A_write_that_fails_leaves_what_was_there_and_nothing_else()
    {
        AtomicFile.Write(Target, Text("one"));

        Assert.Throws<InvalidDataException>(() => AtomicFile.Write(Target, file =>
        {
            file.Write("half"u8);
            throw new InvalidDataException("broken");
        }));

        Assert.Equal("one", File.ReadAllText(Target));
        AssertAlone();
    }

    [Fact]
    public void A_folder_that_there_is_not_is_named_and_not_made()
    {
        var error = Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(_folder["none/file"], Text("one")));

        Assert.Contains(_folder["none"], error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Of_many_who_make_a_file_one_wins_and_the_others_are_told()
    {
        // Many times, because two that both see no file yet must meet within microseconds.
        for (var round = 0; round < 100; round++)
        {
            var target = _folder[$"file-{round}"];
            using var start = new Barrier(4);
            var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return AtomicFile.Create(target, Text($"{i}"));
                },
                TaskCreationOptions.LongRunning)));

            Assert.Single(made, won => won);
            Assert.Equal(Array.IndexOf(made, true).ToString(CultureInfo.InvariantCulture), File.ReadAllText(target));
            Assert.Equal(round + 1, Directory.GetFiles(_folder.Path).Length);
        }
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_file_for_its_owner_alone_is_that_also_when_the_process_would_let_all_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes");

        AtomicFile.Create(Target, Text("secret"), FileReaders.Owner);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Target));
    }

    [Fact]
    public void A_write_that_was_cancelled_gives_the_file_no_name()
    {
        using var cancelled = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() => AtomicFile.Write(
            Target + ".tmp", 4, file =>
            {
                file.Write("late"u8);
                cancelled.Cancel();
                return Target;
            }, cancelled.Token));

        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Target)!));
    }

    private static Action<Stream> Text(string text) => file => file.Write(Encoding.ASCII.GetBytes(text));

    private void AssertAlone() => Assert.Equal([Target], Directory.GetFiles(Path.GetDirectoryName(Target)!));
}

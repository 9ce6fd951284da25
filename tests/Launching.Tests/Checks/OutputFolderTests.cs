using System.Globalization;
using ResNet.Distributed.Launching.Checks;

namespace ResNet.Distributed.Launching.Tests.Checks;

public sealed class OutputFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_launcher_at_a_time_has_it()
    {
        using (OutputFolder.Take(_folder["runs"]))
        {
            var error = Assert.Throws<InputException>(() => OutputFolder.Take(_folder["runs"]));
            Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), error.Message);
        }

        using var again = OutputFolder.Take(_folder["runs"]);
        Assert.Equal(_folder["runs"], again.Path);
    }

    [Fact]
    public void A_folder_made_for_nothing_is_removed()
    {
        OutputFolder.Take(_folder["a/b/runs"]).GiveUp();

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_folder_that_was_there_stays()
    {
        Directory.CreateDirectory(_folder["runs"]);

        OutputFolder.Take(_folder["runs"]).GiveUp();

        Assert.True(Directory.Exists(_folder["runs"]));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_refused()
    {
        File.WriteAllText(_folder["file"], "");

        var error = Assert.Throws<InputException>(() => OutputFolder.Take(_folder["file/runs"]));

        Assert.Contains("cannot be written", error.Message);
        Assert.Contains("--out DIR", error.Message);
    }
}

using ResNet.Distributed.Launching.Tests;

namespace ResNet.Distributed.Durability.Tests;

public sealed class DirectorySyncTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_that_cannot_be_brought_to_the_disk_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux has an fsync of a folder");
        DirectorySync.Flush(_folder.Path);

        var error = Assert.Throws<IOException>(() => DirectorySync.Flush(_folder["none"]));

        Assert.Contains($"open of the folder '{_folder["none"]}': No such file or directory (errno 2)", error.Message, StringComparison.Ordinal);
    }
}

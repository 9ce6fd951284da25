using ResNet.Distributed.Training.Native;

namespace ResNet.Distributed.Training.Tests.Native;

public sealed class TorchSharpLibraryTests : IDisposable
{
    private static readonly Version Debian12 = new(3, 4, 30);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_enough_system_uses_the_package_file()
    {
        using var file = Library("/some/libLibTorchSharp.so", new Version(3, 4, 32)).Resolve();

        Assert.Equal("/some/libLibTorchSharp.so", file.Path);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.FullPath));
    }

    [Fact]
    public void An_older_system_gets_a_patched_copy_once()
    {
        PackageFile.SkipUnlessLinuxX64();
        using var first = Library(PackageFile.FullPath, Debian12).Resolve();
        var made = File.GetLastWriteTimeUtc(first.Path);
        using var second = Library(PackageFile.FullPath, Debian12).Resolve();

        Assert.Equal(first.Path, second.Path);
        Assert.Equal(made, File.GetLastWriteTimeUtc(second.Path));
        Assert.Equal(TorchSharpLibrary.PatchedSha256, PackageFile.Sha256Of(File.ReadAllBytes(second.Path)));
        Assert.Equal(TorchSharpLibrary.KnownSha256, PackageFile.Sha256Of(File.ReadAllBytes(PackageFile.FullPath)));
    }

    [Fact]
    public void An_unknown_file_is_refused()
    {
        var unknown = _folder.Combine("libLibTorchSharp.so");
        File.WriteAllBytes(unknown, SmallElf.Create());

        var error = Assert.Throws<NativeLoadException>(() => Library(unknown, Debian12).Resolve());

        Assert.Contains(unknown, error.Message);
        Assert.Contains("GLIBCXX_3.4.30", error.Message);
        Assert.Contains("LD_LIBRARY_PATH", error.Message);
        Assert.Equal([unknown], Directory.EnumerateFileSystemEntries(_folder.FullPath));
    }

    [Fact]
    public void A_system_too_old_for_the_patch_is_told_so()
    {
        var error = Assert.Throws<NativeLoadException>(
            () => Library("/some/libLibTorchSharp.so", new Version(3, 4, 29)).Resolve());

        Assert.Contains("GLIBCXX_3.4.29", error.Message);
        Assert.Contains("LD_LIBRARY_PATH", error.Message);
    }

    [Fact]
    public void An_unwritable_cache_falls_back_to_a_temporary_folder_that_goes_again()
    {
        PackageFile.SkipUnlessLinuxX64();
        var notAFolder = _folder.Combine("file");
        File.WriteAllText(notAFolder, "");
        var file = new TorchSharpLibrary(PackageFile.FullPath, "libstdc++.so.6", Debian12, notAFolder).Resolve();

        Assert.Equal(TorchSharpLibrary.PatchedSha256, PackageFile.Sha256Of(File.ReadAllBytes(file.Path)));
        Assert.NotNull(file.TemporaryFolder);
        file.Dispose();
        Assert.False(Directory.Exists(file.TemporaryFolder));
    }

    private TorchSharpLibrary Library(string packageFile, Version system) =>
        new(packageFile, "libstdc++.so.6", system, _folder.FullPath);
}

using ResNet.Distributed.Training.Native;

namespace ResNet.Distributed.Training.Tests.Native;

public sealed class LibStdCppTests
{
    [Fact]
    public void The_systems_library_is_found_and_its_newest_version_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "libstdc++ is looked for on Linux only");
        var path = LibStdCpp.FindLoaded();

        var newest = LibStdCpp.NewestVersion(path);

        Assert.InRange(newest, new Version(3, 4, 20), new Version(3, 4, 99));
        // The dynamic linker compares these names as text in the same file.
        Assert.Contains($"GLIBCXX_{newest}", System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(path)));
    }

    [Fact]
    public void Versions_compare_as_numbers() =>
        Assert.Equal(new Version(3, 4, 30), LibStdCpp.NewestVersion(new ElfImage(SmallElf.Create())));

    [Fact]
    public void A_library_without_GLIBCXX_versions_is_refused()
    {
        PackageFile.SkipUnlessLinuxX64();

        Assert.Throws<ElfFormatException>(() => LibStdCpp.NewestVersion(PackageFile.FullPath));
    }
}

using ResNet.Distributed.Training.Native;

namespace ResNet.Distributed.Training.Tests.Native;

public sealed class GlibcxxPatchTests
{
    [Fact]
    public void The_package_file_becomes_the_known_patched_one_and_stays_itself()
    {
        PackageFile.SkipUnlessLinuxX64();
        var input = PackageFile.Bytes.ToArray();

        var patched = GlibcxxPatch.Apply(input);

        Assert.Equal(TorchSharpLibrary.KnownSha256, PackageFile.Sha256Of(input));
        Assert.Equal(TorchSharpLibrary.PatchedSha256, PackageFile.Sha256Of(patched));
        Assert.Equal(TorchSharpLibrary.KnownSha256, PackageFile.Sha256Of(File.ReadAllBytes(PackageFile.FullPath)));
    }

    [Fact]
    public void No_newer_need_and_no_import_of_the_missing_symbol_is_left()
    {
        var image = new ElfImage(GlibcxxPatch.Apply(SmallElf.Create()));

        Assert.Equal(["GLIBCXX_3.4.30", "GLIBCXX_3.4.30"], ElfVersions.Needs(image).Select(need => need.Name));
        Assert.Throws<ElfFormatException>(() => ElfSymbols.IndexOfImport(image, "_ZSt21ios_base_library_initv"u8));
        Assert.Equal(3, ElfSymbols.IndexOfImport(image, "puts"u8));
    }

    [Fact]
    public void Only_the_symbol_its_version_and_the_need_change()
    {
        var before = SmallElf.Create();
        var after = GlibcxxPatch.Apply(before);
        var image = new ElfImage(before);

        var symbol = ElfSymbols.OffsetOf(image.Section(ElfSectionType.DynamicSymbols), 1);
        var version = image.Section(ElfSectionType.VersionIndexes).Offset + 2;
        var need = ElfVersions.Needs(image)[1].Offset;
        long[] allowed = [.. Range(symbol, 4), .. Range(version, 2), .. Range(need, 4), .. Range(need + 8, 4)];
        var changed = Enumerable.Range(0, before.Length).Where(i => before[i] != after[i]).Select(i => (long)i);

        Assert.Equal(before.Length, after.Length);
        Assert.Subset(allowed.ToHashSet(), changed.ToHashSet());
    }

    [Fact]
    public void A_file_that_is_patched_already_is_refused()
    {
        var patched = GlibcxxPatch.Apply(SmallElf.Create());

        var error = Assert.Throws<ElfFormatException>(() => GlibcxxPatch.Apply(patched));

        Assert.Contains("_ZSt21ios_base_library_initv", error.Message);
    }

    [Theory]
    [InlineData("GLIBC_2.2.5", 0x09691a75u)]
    [InlineData("GLIBC_2.14", 0x06969194u)]
    public void Hash_is_the_one_that_linkers_write(string version, uint expected) =>
        Assert.Equal(expected, ElfVersions.Hash(System.Text.Encoding.ASCII.GetBytes(version)));

    private static IEnumerable<long> Range(long start, int count) => Enumerable.Range(0, count).Select(i => start + i);
}

using CsCheck;
using ResNet.Distributed.Training.Native;

namespace ResNet.Distributed.Training.Tests.Native;

/// <summary>Whatever the bytes, the answer is an <see cref="ElfFormatException"/> or a well-formed result.</summary>
public sealed class DamagedElfTests
{
    [Fact]
    public void Every_truncation_is_an_error()
    {
        var whole = SmallElf.Create();
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = whole[..length];
            var error = Assert.Throws<ElfFormatException>(() => GlibcxxPatch.Apply(cut));
            Assert.Matches("offset 0x[0-9a-f]+: found .+, expected .+", error.Message);
        }
    }

    [Fact]
    public void Every_single_bit_flip_is_handled()
    {
        var whole = SmallElf.Create();
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var damaged = whole.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            CheckPatch(damaged);
            CheckDefinitions(damaged);
        }
    }

    [Fact]
    public void Any_few_bytes_changed_are_handled()
    {
        var whole = SmallElf.Create();
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 12]
            .Sample(changes =>
            {
                var damaged = Change(whole, changes);
                CheckPatch(damaged);
                CheckDefinitions(damaged);
            });
    }

    [Fact]
    public void Changes_in_the_real_file_are_handled()
    {
        PackageFile.SkipUnlessLinuxX64();
        var image = new ElfImage(PackageFile.Bytes);
        var needs = image.Section(ElfSectionType.VersionNeeds);
        var whereItCounts = Gen.OneOf(
            Gen.Int[0, 63],
            Gen.Int[needs.Offset, needs.End - 1],
            Gen.Int[PackageFile.Bytes.Length - (31 * 64), PackageFile.Bytes.Length - 1]);

        Gen.Select(whereItCounts, Gen.Byte).Array[1, 4]
            .Sample(changes => CheckPatch(Change(PackageFile.Bytes, changes)), iter: 150);
    }

    [Fact]
    public void Truncations_of_the_real_file_are_errors()
    {
        PackageFile.SkipUnlessLinuxX64();

        Gen.Int[0, PackageFile.Bytes.Length - 1].Sample(
            length => { Assert.Throws<ElfFormatException>(() => GlibcxxPatch.Apply(PackageFile.Bytes[..length])); }, iter: 100);
    }

    private static byte[] Change(byte[] whole, (int Offset, byte Value)[] changes)
    {
        var damaged = whole.ToArray();
        foreach (var (offset, value) in changes)
        {
            damaged[offset] = value;
        }

        return damaged;
    }

    private static void CheckPatch(byte[] input)
    {
        try
        {
            var patched = GlibcxxPatch.Apply(input);
            Assert.Equal(input.Length, patched.Length);
            Assert.DoesNotContain(ElfVersions.Needs(new ElfImage(patched)), IsNewerLibStdCpp);
        }
        catch (ElfFormatException e)
        {
            Assert.Matches("offset 0x[0-9a-f]+: found .+, expected .+", e.Message);
        }
    }

    private static bool IsNewerLibStdCpp(ElfVersionNeed need) => need is { Library: "libstdc++.so.6", Name: "GLIBCXX_3.4.32" };

    private static void CheckDefinitions(byte[] input)
    {
        try
        {
            Assert.NotNull(LibStdCpp.NewestVersion(new ElfImage(input)));
        }
        catch (ElfFormatException e)
        {
            Assert.NotEmpty(e.Message);
        }
    }
}

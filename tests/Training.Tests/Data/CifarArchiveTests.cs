using System.Formats.Tar;
using System.Text;
using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.Training.Tests.Data;

public sealed class CifarArchiveTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.Pax)]
    public void An_archive_is_read_in_whatever_order_it_is(TarEntryFormat format)
    {
        var files = SmallCifar.PythonFiles().Append(new("readme.html", "<p>hello</p>"u8.ToArray())).Reverse();

        SmallCifar.AssertIs(CifarReader.Read(Write(TarGz.Make(files, format))));
    }

    [Fact]
    public void The_binary_archive_in_a_folder_is_read()
    {
        File.WriteAllBytes(_folder["cifar-10-binary.tar.gz"], TarGz.Make(SmallCifar.BinaryFiles()));

        SmallCifar.AssertIs(CifarReader.Read(_folder.Path));
        Assert.Equal(["cifar-10-binary.tar.gz"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("../")]
    [InlineData("/tmp/")]
    [InlineData("cifar/../../")]
    public void A_name_that_leaves_the_folder_is_refused(string folder) =>
        Assert.Equal("an entry that leaves its folder", Fails(TarGz.Make(SmallCifar.PythonFiles(), folder: folder)).Found);

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.9)]
    public void A_cut_archive_is_refused(double part)
    {
        var whole = TarGz.Make(SmallCifar.PythonFiles());

        Fails(whole[..(int)(whole.Length * part)]);
    }

    [Fact]
    public void A_wrong_checksum_of_gzip_is_noticed()
    {
        var archive = TarGz.Make(SmallCifar.PythonFiles());
        archive[^8] ^= 1;

        Assert.Contains("damaged", Fails(archive).Found);
    }

    [Fact]
    public void A_missing_batch_is_named()
    {
        var files = SmallCifar.PythonFiles();
        files.Remove("data_batch_4");

        Assert.Equal("data_batch_4 as well", Fails(TarGz.Make(files)).Expected);
    }

    [Fact]
    public void Two_of_a_name_are_one_too_many() =>
        Assert.StartsWith("a second entry", Fails(TarGz.Make(SmallCifar.PythonFiles().Concat(SmallCifar.PythonFiles()))).Found);

    [Theory]
    [InlineData('0', "data_batch_1", "77777777777")]
    [InlineData('0', "readme.html", "00377777777")]
    [InlineData('x', "header", "07777777777")]
    [InlineData('L', "header", "07777777777")]
    [InlineData('2', "data_batch_1", "00000000000")]
    public void A_size_that_is_only_claimed_costs_nothing(char type, string name, string octalSize)
    {
        var path = Write(TarGz.Zip([.. Header(type, name, octalSize), .. new byte[4096]]));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<CifarDataException>(() => CifarReader.Read(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Endless_zeros_behind_the_end_are_not_followed() =>
        Assert.StartsWith(
            "a megabyte", Fails(TarGz.Zip([.. TarGz.MakeTar(SmallCifar.PythonFiles()), .. new byte[5 << 20]])).Found);

    [Fact]
    public void Endless_entries_are_not_followed()
    {
        var files = Enumerable.Range(0, 200).Select(i => KeyValuePair.Create($"{i}", new byte[1]));

        Assert.StartsWith("more than 100 entries", Fails(TarGz.Make(files)).Found);
    }

    [Fact]
    public void An_error_inside_names_archive_and_entry()
    {
        var files = SmallCifar.PythonFiles();
        files["data_batch_1"] = [0x80, 2, (byte)'c', .. "os\nsystem\n."u8];

        var error = Fails(TarGz.Make(files));

        Assert.EndsWith(".tar.gz:'cifar/data_batch_1'", error.File);
        Assert.Contains("os.system", error.Found);
    }

    private static byte[] Header(char type, string name, string octalSize)
    {
        var block = new byte[512];
        Encoding.ASCII.GetBytes(name).CopyTo(block, 0);
        Encoding.ASCII.GetBytes(octalSize).CopyTo(block, 124);
        "        "u8.CopyTo(block.AsSpan(148));
        block[156] = (byte)type;
        Encoding.ASCII.GetBytes("ustar\0").CopyTo(block, 257);
        Encoding.ASCII.GetBytes(Convert.ToString(block.Sum(b => b), 8).PadLeft(6, '0') + "\0 ").CopyTo(block, 148);
        return block;
    }

    private string Write(byte[] archive)
    {
        File.WriteAllBytes(_folder["some.tar.gz"], archive);
        return _folder["some.tar.gz"];
    }

    private CifarDataException Fails(byte[] archive)
    {
        var path = Write(archive);
        return Assert.Throws<CifarDataException>(() => CifarReader.Read(path));
    }
}

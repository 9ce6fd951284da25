using ResNet.Distributed.Training.Data;
using ResNet.Distributed.Training.Data.Pickle;

namespace ResNet.Distributed.Training.Tests.Data;

public sealed class PythonBatchTests
{
    // What cPickle wrote at the beginning of data_batch_1, up to the second label.
    private const string OfficialStart =
        "\u0080\u0002}q\u0001(U\u000bbatch_labelq\u0002"
        + "U\u0015training batch 1 of 5q\u0003U\u0006labelsq\u0004]q\u0005(K\u0006K\u0009";

    // And between the labels and the images of 800: numpy's array.
    private const string OfficialArray =
        "eU\u0004dataq\u0006cnumpy.core.multiarray\n_reconstruct\nq\u0007"
        + "cnumpy\nndarray\nq\u0008K\u0000\u0085U\u0001b\u0087Rq\u0009"
        + "(K\u0001K\u0002M\u0000\u000c\u0086cnumpy\ndtype\nq\u000aU\u0002u1K\u0000K\u0001\u0087Rq\u000b"
        + "(K\u0003U\u0001|NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\u0000tb\u0089T\u0000\u0018\u0000\u0000";

    [Fact]
    public void The_writer_uses_the_official_opcodes()
    {
        var images = new byte[2 * CifarFormat.ImageBytes];
        var written = SmallCifar.PythonBatch(0, labels: [6, 9], images: images);

        var start = Bytes.Latin1(OfficialStart + OfficialArray);
        Assert.Equal(start, written[..start.Length]);
        Assert.Equal(
            Bytes.Latin1("tbU\u0009filenamesq\u000c]q\u000d("
                + "U\u0014picture_s_000000.pngq\u000eU\u0014picture_s_000001.pngq\u000feu."),
            written[(start.Length + images.Length)..]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(999)]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(2002)]
    public void Lists_of_any_length_come_back(int count)
    {
        var labels = Enumerable.Range(0, count).Select(i => (byte)(i * 31)).ToArray();
        var images = new byte[count * CifarFormat.ImageBytes];
        new Random(count).NextBytes(images);

        var batch = Parse(SmallCifar.PythonBatch(0, "a title", labels, images));

        Assert.Equal(("a title", count), (batch.Title, batch.Labels.Length));
        Assert.Equal(labels, batch.Labels);
        Assert.True(images.AsSpan().SequenceEqual(Copy(batch, images.Length)));
    }

    [Theory]
    [InlineData("U\u0002u1", "U\u0002f4", "images of dtype 'f4'")]
    [InlineData("M\u0000\u000c\u0086", "M\u0001\u000c\u0086", "an array of 2 × 3073")]
    [InlineData("K\u0002M\u0000\u000c\u0086", "K\u0003M\u0000\u000c\u0086", "6144 bytes of images")]
    [InlineData("K\u0002M\u0000\u000c\u0086", "K\u0000M\u0000\u000c\u0086", "an array of 0 × 3072")]
    [InlineData("K\u0002M\u0000\u000c\u0086", "J\u00ff\u00ff\u00ff\u00ffM\u0000\u000c\u0086", "an array of -1 × 3072")]
    [InlineData("M\u0000\u000c\u0086", "\u0085", "an array with 1 dimensions")]
    [InlineData("\u0089T", "\u0088T", "an array in Fortran order")]
    [InlineData("K\u0003U\u0001|N", "K\u0003U\u0001|K\u0001", "the state of another dtype")]
    [InlineData("U\u0004data", "U\u0004date", "a dictionary with 'batch_label', 'labels', 'date', 'filenames'")]
    [InlineData("U\u0006labels", "U\u0006babels", "a dictionary with 'batch_label', 'babels', 'data', 'filenames'")]
    [InlineData("(K\u0003K\u0004e", "(K\u0003Ne", "None as the label of image 1")]
    [InlineData("(K\u0003K\u0004e", "(K\u0003M\u0000\u0001e", "the number 256 as the label of image 1")]
    [InlineData("(K\u0003K\u0004e", "(K\u0003e", "1 labels for 2 images")]
    [InlineData("(K\u0003K\u0004e", "(K\u0003K\u0004K\u0005e", "3 labels for 2 images")]
    public void What_does_not_fit_is_named(string old, string by, string found)
    {
        var bytes = SmallCifar.PythonBatch(1).Replace(old, by);

        Assert.StartsWith(found, Assert.Throws<CifarDataException>(() => Parse(bytes)).Found);
    }

    [Fact]
    public void A_new_numpy_calls_its_core_by_another_name() =>
        Assert.Equal(2, Parse(SmallCifar.PythonBatch(1).Replace("cnumpy.core.", "cnumpy._core.")).Labels.Length);

    [Fact]
    public void Control_characters_of_a_file_do_not_reach_the_terminal()
    {
        var bytes = SmallCifar.PythonBatch(1).Replace("U\u0004data", "U\u0004\u001b[2J");

        Assert.DoesNotContain('\u001b', Assert.Throws<CifarDataException>(() => Parse(bytes)).Message);
    }

    /// <summary>Reads from memory as from an archive, without seeking.</summary>
    internal static CifarBatch Parse(byte[] bytes) => PythonBatch.Read(
        new PickleInput("test", new ForwardStream(bytes), bytes.Length),
        payload => new MemoryImages(payload.Bytes.AsMemory(0, payload.Length)),
        default);

    internal static byte[] Copy(CifarBatch batch, int length)
    {
        var copy = new byte[length];
        batch.Images.CopyTo(copy, default);
        return copy;
    }

    private sealed class ForwardStream(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public override bool CanSeek => false;
    }
}

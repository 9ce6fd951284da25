using ResNet.Distributed.Training.Data;
using ResNet.Distributed.Training.Data.Pickle;

namespace ResNet.Distributed.Training.Tests.Data;

public sealed class PickleReaderTests
{
    [Theory]
    [InlineData("K\u0007", 7)]
    [InlineData("M\u0000\u0001", 256)]
    [InlineData("J\u00fe\u00ff\u00ff\u00ff", -2)]
    [InlineData("K\u0005q\u0001h\u0001", 5)]
    [InlineData("K\u0005r\u0001\u0002\u0003\u0004j\u0001\u0002\u0003\u0004", 5)]
    public void Numbers_and_references(string pickle, int expected)
    {
        var value = Read(pickle);

        Assert.Equal((PickleKind.Int, expected), (value.Kind, value.Number));
    }

    [Fact]
    public void Lists_grow_one_by_one_and_in_batches()
    {
        var list = Assert.IsType<List<PickleValue>>(Read("]q\u0001K\u0001a(K\u0002K\u0003e(e").Object);

        Assert.Equal([1, 2, 3], list.Select(item => item.Number));
    }

    [Fact]
    public void Dictionaries_take_strings_of_both_kinds_and_the_last_of_equal_keys()
    {
        var entries = Assert.IsType<Dictionary<string, PickleValue>>(
            Read("}U\u0001aK\u0001s(X\u0001\0\0\0bK\u0002U\u0001aK\u0003u").Object);

        Assert.Equal((3, 2), (entries["a"].Number, entries["b"].Number));
    }

    [Fact]
    public void Text_above_the_ASCII_range_becomes_the_bytes_it_stands_for()
    {
        var value = Read("c_codecs\nencode\nX\u0004\0\0\0\u00c3\u00bf\u00c2\u0080X\u0006\0\0\0latin1\u0086R");

        Assert.Equal((PickleKind.Bytes, "\u00ff\u0080"), (value.Kind, value.AsString()));
    }

    [Theory]
    [InlineData("cos\nsystem\n(U\u0002idtR", "'os.system'")]
    [InlineData("cposix\nsystem\n", "'posix.system'")]
    [InlineData("c__builtin__\neval\n", "'__builtin__.eval'")]
    [InlineData("cnumpy\nload\n", "'numpy.load'")]
    [InlineData("cnumpy.core.multiarray\nscalar\n", "scalar'")]
    public void A_global_of_no_use_for_images_is_refused(string pickle, string named)
    {
        var error = Fails(pickle);

        Assert.Equal(2, error.Offset);
        Assert.Contains(named, error.Found);
        Assert.Contains("do not trust", error.Message);
    }

    [Theory]
    [InlineData("\u008a\u00ff")] // LONG1
    [InlineData("\u008b\u00ff\u00ff\u00ff\u007f")] // LONG4
    [InlineData("\u0093")] // STACK_GLOBAL
    [InlineData("\u0095\0\0\0\0\0\0\0\0")] // FRAME
    [InlineData("ios\nsystem\n")] // INST
    [InlineData("P1\n")] // PERSID
    [InlineData("\u0082\u0001")] // EXT1
    [InlineData("\u0081")] // NEWOBJ
    public void An_opcode_of_no_use_for_images_is_refused(string pickle) =>
        Assert.StartsWith($"opcode 0x{(byte)pickle[0]:x2}", Fails(pickle).Found);

    [Theory]
    [InlineData("R", "an operation on an empty stack")]
    [InlineData("a", "0 values on the stack")]
    [InlineData("e", "an operation that needs a mark")]
    [InlineData("K\u0001(\u0085", "0 values on the stack")]
    [InlineData("K\u0001q", "the end of the file")]
    [InlineData("h\u0009", "a reference to the value 9")]
    [InlineData("K\u0001K\u0002a", "items for the number 1")]
    [InlineData("}K\u0001K\u0002s", "the number 1")]
    [InlineData("}(K\u0001u", "1 values for a dictionary")]
    [InlineData("K\u0001K\u0002R", "a call of the number 1")]
    [InlineData("K\u0001K\u0002b", "a state for the number 1")]
    [InlineData("cnumpy\nndarray\n)", "opcode 0x29")]
    [InlineData("cnumpy\nndarray\nK\u0001\u0085R", "a call of numpy.ndarray")]
    [InlineData("X\u0002\0\0\0\u00c3\u0028", "text that is not UTF-8")]
    [InlineData("X\u0003\0\0\0\u00e2\u0082\u00ac", "text that is not UTF-8")]
    public void Nonsense_is_refused(string pickle, string found) => Assert.StartsWith(found, Fails(pickle, stop: false).Found);

    [Theory]
    [InlineData("T\u00ff\u00ff\u00ff\u007f", "a string of 2147483647 bytes")]
    [InlineData("T\u00ff\u00ff\u00ff\u00ff", "a string of 4294967295 bytes")]
    [InlineData("X\0\0\0\u0040", "a string of 1073741824 bytes")]
    public void A_length_beyond_the_file_costs_nothing(string pickle, string found)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(found, Fails(pickle).Found);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData("]", 200_000, "values on the stack")]
    [InlineData("(", 200_000, "marks inside each other")]
    [InlineData("]\u0085", 400_000, "values on the stack")]
    [InlineData("K\u0001\u0085\u0085\u0085\u0085", 400_000, "lists, dictionaries and tuples")]
    public void Depth_and_number_are_bounded(string unit, int times, string found) =>
        Assert.Contains(found, Fails(string.Concat(Enumerable.Repeat(unit, times))).Found);

    [Fact]
    public void The_memo_is_bounded()
    {
        List<byte> flood = [(byte)'K', 1];
        for (var key = 0; key < PickleLimits.Memo + 2; key++)
        {
            flood.AddRange([(byte)'r', .. BitConverter.GetBytes(key)]);
        }

        Assert.Contains("remembered values", Fails([.. flood]).Found);
    }

    [Fact]
    public void Doubling_lists_do_not_grow_beyond_the_bound()
    {
        // A list that takes itself a thousand times, again and again.
        var bomb = "]q\u0001" + string.Concat(Enumerable.Repeat($"({string.Concat(Enumerable.Repeat("h\u0001", 1000))}e", 1000));

        Assert.Contains("items in lists", Fails(bomb).Found);
    }

    [Fact]
    public void Two_strings_of_the_size_of_images_are_one_too_many()
    {
        var image = new string('x', 3072);

        Assert.StartsWith("a second string", Fails($"T\0\u000c\0\0{image}T\0\u000c\0\0{image}").Found);
    }

    [Fact]
    public void Another_protocol_is_refused() =>
        Assert.Equal(0, Assert.Throws<CifarDataException>(() => Run([0x80, 4, (byte)'N', (byte)'.'])).Offset);

    private static PickleValue Read(string pickle) => Run(Pickle(pickle));

    private static CifarDataException Fails(string pickle, bool stop = true) => Fails(Bytes.Latin1(pickle), stop);

    private static CifarDataException Fails(byte[] pickle, bool stop = true) =>
        Assert.Throws<CifarDataException>(() => Run([0x80, 2, .. pickle, .. stop ? "."u8 : ""u8]));

    private static byte[] Pickle(string body) => [0x80, 2, .. Bytes.Latin1(body), (byte)'.'];

    private static PickleValue Run(byte[] pickle) =>
        PickleReader.Read(new PickleInput("test", new MemoryStream(pickle), pickle.Length));
}

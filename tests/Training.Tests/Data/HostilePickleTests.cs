using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.Training.Tests.Data;

/// <summary>Pickles that would run something in Python, or never end, given as a batch of a data set.</summary>
public sealed class HostilePickleTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // What Python 3's pickle.dumps writes for an object whose __reduce__ is (os.system, ("touch MARK",)), by protocol.
    [Theory]
    [InlineData(0, "cposix\nsystem\np0\n(VMARK\np1\ntp2\nRp3\n.")]
    [InlineData(1, "cposix\nsystem\nq\0(X\u0004\0\0\0MARKq\u0001tq\u0002Rq\u0003.")]
    [InlineData(2, "\u0080\u0002cposix\nsystem\nq\0X\u0004\0\0\0MARKq\u0001\u0085q\u0002Rq\u0003.")]
    [InlineData(3, "\u0080\u0003cposix\nsystem\nq\0X\u0004\0\0\0MARKq\u0001\u0085q\u0002Rq\u0003.")]
    [InlineData(4, "\u0080\u0004\u008c\u0005posix\u0094\u008c\u0006system\u0094\u0093\u0094\u008c\u0004MARK\u0094\u0085\u0094R\u0094.")]
    [InlineData(2, "\u0080\u0002(S'MARK'\nios\nsystem\n.")] // INST
    [InlineData(2, "\u0080\u0002(cos\nsystem\nU\u0004MARKo.")] // OBJ
    [InlineData(2, "\u0080\u0002c__builtin__\nexec\nU\u0004MARK\u0085R.")]
    [InlineData(2, "\u0080\u0002cnumpy.core.multiarray\n_reconstruct\ncos\nsystem\nU\u0004MARK\u0085R\u0085R.")]
    [InlineData(2, "\u0080\u0002c_codecs\nencode\ncos\nsystem\nX\u0004\0\0\0MARK\u0086R.")]
    public void Nothing_is_run(int protocol, string pickle)
    {
        var mark = _folder["mark"];
        var path = Write(WithCommand(pickle, $"touch {mark}"));

        var refused = Assert.Throws<CifarDataException>(() => CifarFolder.ReadPython(path, default));

        Assert.False(File.Exists(mark), $"protocol {protocol} ran its command");
        Assert.StartsWith(path, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("]q\u0001h\u0001a")] // a list in itself
    [InlineData("}q\u0001U\u0004datah\u0001s")] // a dictionary whose images are itself
    [InlineData("}q\u0001(U\u0006labelsh\u0001U\u0004datah\u0001u")]
    [InlineData("]q\u0001(h\u0001h\u0001e\u0085\u0085\u0085")]
    public void A_value_inside_itself_is_refused_and_not_followed(string body) =>
        Assert.Throws<CifarDataException>(() => CifarFolder.ReadPython(Write($"\u0080\u0002{body}."), default));

    [Fact]
    public void A_batch_cut_anywhere_is_refused()
    {
        var whole = SmallCifar.PythonBatch(1);

        // The pixels are one string: a hundred of its ends stand for all.
        foreach (var length in Enumerable.Range(0, whole.Length).Where(length => length < 600 || length % 31 == 0 || length > whole.Length - 300))
        {
            var path = _folder["cut"];
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<CifarDataException>(() => CifarFolder.ReadPython(path, default));
        }
    }

    // With the length before it, where there is one: Python would run it.
    private static string WithCommand(string pickle, string command)
    {
        var length = (char)command.Length;
        return pickle.Replace("X\u0004\0\0\0MARK", $"X{length}\0\0\0{command}", StringComparison.Ordinal)
            .Replace("\u0004MARK", length + command, StringComparison.Ordinal)
            .Replace("MARK", command, StringComparison.Ordinal);
    }

    private string Write(string latin1)
    {
        var path = _folder["batch"];
        File.WriteAllBytes(path, Bytes.Latin1(latin1));
        return path;
    }
}

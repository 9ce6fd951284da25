using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.Training.Tests.Data;

/// <summary>What Python writes is read here, and what is written here is read by Python.</summary>
public sealed class PythonExchangeTests : IDisposable
{
    private const string Read = """
        import pickle, sys, hashlib
        root = sys.argv[1] + '/'
        for name in ['data_batch_%d' % i for i in range(1, 6)] + ['test_batch']:
            d = pickle.load(open(root + name, 'rb'), encoding='bytes')
            x = d[b'data']
            assert x.dtype == 'uint8' and x.ndim == 2 and len(d[b'filenames']) == len(x) == len(d[b'labels'])
            print(x.shape[0], hashlib.md5(x.tobytes()).hexdigest(), bytes(d[b'labels']).hex(), d[b'batch_label'].decode())
        print([n.decode() for n in pickle.load(open(root + 'batches.meta', 'rb'), encoding='bytes')[b'label_names']])
        """;

    private const string Write = """
        import pickle, sys, numpy
        root, kind = sys.argv[1:]
        key = (lambda s: s) if kind == 'text' else (lambda s: s.encode())
        for slot, name in enumerate(['data_batch_%d' % i for i in range(1, 6)] + ['test_batch']):
            n = slot + 1
            j = numpy.arange(n * 3072)
            x = ((j * 7 + j // 251 + slot) % 256).astype('uint8').reshape(n, 3072)
            d = {key('batch_label'): key('made by hand'), key('labels'): [(3 * slot + i) % 10 for i in range(n)],
                 key('data'): x, key('filenames'): [key('\u00e9%d.png' % i) for i in range(n)]}
            pickle.dump(d, open(root + '/' + name, 'wb'), protocol=2)
        pickle.dump(
            {key('label_names'): [key('class %d' % i) for i in range(10)]}, open(root + '/batches.meta', 'wb'), protocol=2)
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Python_reads_what_is_written_here()
    {
        SmallCifar.Write(_folder.Path, SmallCifar.PythonFiles());

        var lines = PythonWithNumpy.Run(Read, _folder.Path).Split('\n');

        Assert.Equal(Enumerable.Range(0, 6).Select(Line), lines[..6]);
        Assert.Equal($"['{string.Join("', '", CifarFormat.ClassNames)}']", lines[6]);
    }

    [Theory]
    [InlineData("bytes")]
    [InlineData("text")]
    public void What_Python_3_writes_is_read_here(string kind)
    {
        PythonWithNumpy.Run(Write, _folder.Path, kind);

        var data = CifarReader.Read(_folder.Path);

        SmallCifar.AssertIs(data);
        Assert.Equal("class 9", data.ClassNames[9]);
    }

    private static string Line(int slot) => string.Join(
        ' ',
        SmallCifar.Count(slot),
        Md5(SmallCifar.Images(slot)),
        Convert.ToHexStringLower(SmallCifar.Labels(slot)),
        SmallCifar.Title(slot));

    private static string Md5(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(bytes));
}

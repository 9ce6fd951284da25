using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.Training.Tests.Data;

/// <summary>The real CIFAR-10, where the machine has it.</summary>
public sealed class RealDataTests
{
    private const string Sums = """
        import pickle, sys
        for name in ['data_batch_%d' % i for i in range(1, 6)] + ['test_batch']:
            d = pickle.load(open(sys.argv[1] + '/' + name, 'rb'), encoding='bytes')
            print(len(d[b'labels']), int(d[b'data'].astype('int64').sum()), sum(d[b'labels']))
        """;

    [Fact]
    public void Python_counts_the_same_sums()
    {
        var data = CifarReader.Read(Folder());
        var lines = PythonWithNumpy.Run(Sums, Folder()).Split('\n')
            .Select(line => Array.ConvertAll(line.Split(' '), long.Parse))
            .ToArray();

        var first = 0;
        foreach (var line in lines[..5])
        {
            var (count, pixels) = ((int)line[0], (int)line[0] * CifarFormat.ImageBytes);
            Assert.Equal(line[1], Sum(data.TrainImages.Slice(first * CifarFormat.ImageBytes, pixels)));
            Assert.Equal(line[2], Sum(data.TrainLabels.Slice(first, count)));
            first += count;
        }

        Assert.Equal((first, lines[5][0]), (data.TrainCount, data.TestCount));
        Assert.Equal((lines[5][1], lines[5][2]), (Sum(data.TestImages), Sum(data.TestLabels)));
        Assert.Equal(CifarFormat.ClassNames, data.ClassNames);
        Assert.Equal("cifar-10", data.Name);
    }

    [Fact]
    public void Written_again_the_pixels_and_labels_take_the_same_bytes()
    {
        var path = Path.Combine(Folder(), "data_batch_1");
        var official = File.ReadAllBytes(path);
        using var batch = CifarFolder.ReadPython(path, default);
        var images = PythonBatchTests.Copy(batch, batch.Labels.Length * CifarFormat.ImageBytes);

        var written = SmallCifar.PythonBatch(0, batch.Title, batch.Labels, images);

        // What follows are the names of the pictures, which are not kept.
        var end = official.AsSpan().IndexOf("filenames"u8);
        Assert.True(end > images.Length);
        Assert.True(official.AsSpan(0, end).SequenceEqual(written.AsSpan(0, end)));
    }

    private static long Sum(ReadOnlyMemory<byte> bytes)
    {
        var sum = 0L;
        foreach (var value in bytes.Span)
        {
            sum += value;
        }

        return sum;
    }

    internal static string Folder()
    {
        if (Environment.GetEnvironmentVariable("RESNET_TEST_DATA") is { Length: > 0 } named)
        {
            return named;
        }

        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "global.json")))
        {
            root = root.Parent;
        }

        var folder = Path.Combine(root?.Parent?.FullName ?? "/", "shared", "data", "cifar-10-batches-py");
        Assert.SkipUnless(Directory.Exists(folder), "no real CIFAR-10: name its folder in RESNET_TEST_DATA");
        return folder;
    }
}

using ResNet.Distributed.Training.Data;
using ResNet.Distributed.Training.Data.Synthetic;

namespace ResNet.Distributed.Training.Tests.Data;

public sealed class SyntheticCifarTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_says_that_it_is_synthetic_wherever_it_goes()
    {
        var path = SyntheticCifar.Write(_folder["a"], seed: 1, trainPerBatch: 3, testCount: 2);
        Directory.Move(path, _folder["b"]);

        var data = CifarReader.Read(_folder["b"]);

        Assert.Equal(
            ("synthetic", true, 15, 2, 10), (data.Name, data.IsSynthetic, data.TrainCount, data.TestCount, data.ClassCount));
        Assert.Equal("synthetic-0", data.ClassNames[0]);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["a"]));
    }

    [Fact]
    public void A_seed_decides_every_byte()
    {
        var (first, again, other) = (Images("a", 7), Images("b", 7), Images("c", 8));

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    // From the reference implementation in C by Sebastiano Vigna, seed 1234567.
    [Fact]
    public void SplitMix64_gives_its_published_numbers()
    {
        var random = new SplitMix64(1234567);

        Assert.Equal(
            (6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL), (random.Next(), random.Next(), random.Next()));
    }

    [Fact]
    public void The_classes_can_be_told_apart_by_their_mean_images_even()
    {
        var data = CifarReader.Read(SyntheticCifar.Write(_folder.Path, seed: 0, trainPerBatch: 100, testCount: 200));
        var means = ClassMeans(data);

        var right = 0;
        for (var i = 0; i < data.TestCount; i++)
        {
            var image = Pixels(data.TestImages, i);
            var nearest = Enumerable.Range(0, data.ClassCount).MinBy(label => Distance(means[label], image));
            right += nearest == data.TestLabels.Span[i] ? 1 : 0;
        }

        Assert.InRange(right / (double)data.TestCount, 0.6, 1);
        Assert.Equal(10, data.TrainLabels.ToArray().Distinct().Count());
    }

    [Fact]
    public void The_same_set_is_kept_and_another_one_replaces_it()
    {
        var path = SyntheticCifar.Write(_folder.Path, 1, 2, 2);
        var written = File.GetLastWriteTimeUtc(Path.Combine(path, "data_batch_1"));
        File.SetLastWriteTimeUtc(Path.Combine(path, "data_batch_1"), written.AddDays(-1));

        SyntheticCifar.Write(_folder.Path, 1, 2, 2);
        Assert.Equal(written.AddDays(-1), File.GetLastWriteTimeUtc(Path.Combine(path, "data_batch_1")));

        SyntheticCifar.Write(_folder.Path, 1, 3, 2);
        Assert.Equal(15, CifarReader.Read(path).TrainCount);
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void An_incomplete_one_is_replaced()
    {
        var path = SyntheticCifar.Write(_folder.Path, 1, 2, 2);
        File.Delete(Path.Combine(path, "test_batch"));

        SyntheticCifar.Write(_folder.Path, 1, 2, 2);

        Assert.Equal(2, CifarReader.Read(path).TestCount);
    }

    [Fact]
    public void Real_data_are_not_overwritten()
    {
        SmallCifar.Write(_folder["cifar-10-batches-py"], SmallCifar.PythonFiles());

        Assert.Contains(
            "not overwritten", Assert.Throws<CifarDataException>(() => SyntheticCifar.Write(_folder.Path, 1, 2, 2)).Message);
        SmallCifar.AssertIs(CifarReader.Read(_folder.Path));
    }

    [Fact]
    public void Cancelled_it_leaves_nothing()
    {
        Assert.ThrowsAny<OperationCanceledException>(
            () => SyntheticCifar.Write(_folder.Path, 1, 2, 2, new CancellationToken(canceled: true)));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Several_writers_at_once_all_end_with_the_whole_set()
    {
        Parallel.For(0, 4, _ => SyntheticCifar.Write(_folder.Path, 3, 20, 5));

        Assert.Equal(100, CifarReader.Read(_folder.Path).TrainCount);
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    private byte[] Images(string name, int seed) =>
        CifarReader.Read(SyntheticCifar.Write(_folder[name], seed, 2, 2)).TrainImages.ToArray();

    private static double[][] ClassMeans(CifarDataset data)
    {
        var sums = Enumerable.Range(0, data.ClassCount).Select(_ => new double[CifarFormat.ImageBytes]).ToArray();
        var counts = new int[data.ClassCount];
        for (var i = 0; i < data.TrainCount; i++)
        {
            var label = data.TrainLabels.Span[i];
            counts[label]++;
            var image = Pixels(data.TrainImages, i);
            for (var j = 0; j < image.Length; j++)
            {
                sums[label][j] += image[j];
            }
        }

        return [.. sums.Select((sum, label) => Array.ConvertAll(sum, value => value / counts[label]))];
    }

    private static byte[] Pixels(ReadOnlyMemory<byte> images, int index) =>
        images.Slice(index * CifarFormat.ImageBytes, CifarFormat.ImageBytes).ToArray();

    private static double Distance(double[] mean, byte[] image) => mean.Zip(image, (m, p) => (m - p) * (m - p)).Sum();
}

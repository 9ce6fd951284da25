using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.Loop;

[Collection(nameof(TorchTests))]
public sealed class ResidentBatchReaderTests
{
    [Fact]
    public void ItsBatchesAreThoseOfTheHostToTheBit()
    {
        var images = SyntheticImages.Create(40, 7);
        using var resident = new ResidentBatchReader(images, CPU);
        using var host = new HostBatchReader(images, CPU);
        Assert.Equal(256, images.Pixels.ToArray().Distinct().Count());

        foreach (int[] indices in (int[][])[[0], [39, 3, 3, 17], [.. Enumerable.Range(0, 40).Reverse()]])
        {
            using var scope = NewDisposeScope();
            var (expected, expectedLabels) = host.Read(indices);
            var (actual, actualLabels) = resident.Read(indices);

            Assert.Equal((expected.dtype, expectedLabels.dtype), (actual.dtype, actualLabels.dtype));
            Assert.Equal(expected.shape, actual.shape);
            Assert.True(expected.bytes.SequenceEqual(actual.bytes));
            Assert.True(expectedLabels.bytes.SequenceEqual(actualLabels.bytes));
        }
    }

    [Fact]
    public void NothingOutlivesABatchOrTheReader()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var reader = new ResidentBatchReader(SyntheticImages.Create(3, 7), CPU))
        {
            var (inputs, labels) = reader.Read([2, 1]);
            inputs.Dispose();
            labels.Dispose();
            Assert.Equal(before + 3, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData(153_600_000, 2_147_483_648L, true)] // CIFAR-10's training images and 2 GiB
    [InlineData(153_600_000, 1_535_999_999L, false)]
    [InlineData(1, null, false)]
    public void ImagesLieOnADeviceOfTenTimesTheirSize(long bytes, long? deviceBytes, bool fit) =>
        Assert.Equal(fit, BatchReaders.FitOnDevice(bytes, deviceBytes));

    [Fact]
    public void ACpuReadsFromItsOwnMemory()
    {
        using var reader = BatchReaders.For(SyntheticImages.Create(1, 7), CPU);

        Assert.IsType<HostBatchReader>(reader);
        Assert.Equal("memory", reader.Place);
    }
}

using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Tests.Models;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.Loop;

[Collection(nameof(TorchTests))]
public sealed class HostBatchReaderTests
{
    [Fact]
    public void ScalesEveryByteAsNumPyDoes()
    {
        using var scope = NewDisposeScope();
        var pixels = new byte[ImageSet.ImageBytes];
        for (var i = 0; i < 256; i++)
        {
            pixels[i] = (byte)i;
        }

        var (inputs, labels) = new HostBatchReader(new ImageSet(pixels, new byte[] { 7 }), CPU).Read([0]);

        Assert.Equal([1, 3, 32, 32], inputs.shape);
        Assert.Equal(Enumerable.Range(0, 256).Select(i => (float)i / 255.0f), inputs.data<float>().Take(256));
        Assert.Equal([7L], labels.data<long>());
    }

    [Fact]
    public void TakesTheImagesInTheOrderAskedFor()
    {
        using var scope = NewDisposeScope();
        var images = SyntheticImages.Create(5, 1);

        var (inputs, labels) = new HostBatchReader(images, CPU).Read([4, 1, 1]);

        Assert.Equal([4L, 1, 1], labels.data<long>());
        foreach (var (row, image) in new[] { (0, 4), (1, 1), (2, 1) })
        {
            var expected = images.Pixels.Slice(image * ImageSet.ImageBytes, ImageSet.ImageBytes).ToArray().Select(p => p / 255f);
            Assert.Equal(expected, inputs[row].contiguous().data<float>());
        }
    }

    [Fact]
    public void PixelsAndLabelsMustBelongTogether()
    {
        var error = Assert.Throws<ArgumentException>(() => new ImageSet(new byte[ImageSet.ImageBytes + 1], new byte[1]));

        Assert.Contains("3073 bytes of pixels for 1 labels", error.Message);
    }
}

using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.Training.Tests.Data;

public sealed class DatasetDigestTests
{
    private static readonly byte[] Pixels = new byte[2 * CifarFormat.ImageBytes];

    [Fact]
    public void The_same_images_have_the_same_digest_wherever_they_lie_and_whatever_they_are_called() =>
        Assert.Equal(DatasetDigest.Of(Set()), DatasetDigest.Of(Set(source: "/elsewhere", synthetic: true)));

    [Fact]
    public void One_pixel_one_label_one_image_or_one_class_make_another()
    {
        var changed = (byte[])Pixels.Clone();
        changed[^1] = 1;
        string[] digests =
        [
            DatasetDigest.Of(Set()),
            DatasetDigest.Of(Set(pixels: changed)),
            DatasetDigest.Of(Set(labels: [0, 0])),
            DatasetDigest.Of(Set(pixels: Pixels[..CifarFormat.ImageBytes], labels: [0])),
            DatasetDigest.Of(Set(classes: ["a", "b", "c"])),
        ];

        Assert.Equal(digests.Length, digests.Distinct().Count());
    }

    private static CifarDataset Set(
        byte[]? pixels = null, byte[]? labels = null, string[]? classes = null, string source = "/here", bool synthetic = false) =>
        new(pixels ?? Pixels, labels ?? [0, 1], Pixels, new byte[] { 1, 1 }, classes ?? ["a", "b"], synthetic, source);
}

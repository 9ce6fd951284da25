using ResNet.Distributed.Training.Augmentations;

namespace ResNet.Distributed.Training.Tests.Augmentations;

public sealed class CropFlipTests
{
    private const int Side = 32;

    private static readonly float[] Values = [.. Enumerable.Range(0, 256).Select(i => (float)i)];
    private static readonly byte[] Image = [.. Enumerable.Range(0, 3 * Side * Side).Select(i => (byte)(1 + (i * 7 % 255)))];

    [Fact]
    public void EveryPixelIsOfThePaddedMirroredImage()
    {
        var crop = new CropFlip(seed: 3, epoch: 1);
        for (var index = 0; index < 60; index++)
        {
            var (down, right, mirrored) = crop.Choose(index);
            var target = new float[Image.Length];
            target.AsSpan().Fill(float.NaN);
            crop.Write(Image, index, Values, target);
            for (var i = 0; i < target.Length; i++)
            {
                var (channel, row, column) = (i / (Side * Side), i / Side % Side, i % Side);
                var (y, x) = (row + down, (mirrored ? Side - 1 - column : column) + right);
                var expected = y is >= 0 and < Side && x is >= 0 and < Side ? Image[(((channel * Side) + y) * Side) + x] : 0;
                Assert.Equal(expected, target[i]);
            }
        }
    }

    [Fact]
    public void EveryChoiceIsAboutEquallyOften()
    {
        var choices = Enumerable.Range(0, 16_200).Select(index => new CropFlip(0, 0).Choose(index)).ToList();
        Assert.Equal(162, choices.CountBy(choice => choice).Count());
        Assert.All(choices.CountBy(choice => choice), count => Assert.InRange(count.Value, 60, 145));
        Assert.Equal(-4, choices.Min(choice => choice.Down));
        Assert.Equal(4, choices.Max(choice => choice.Right));
    }

    [Fact]
    public void SeedEpochAndImageEachMakeADifference()
    {
        var choices = Choices(new CropFlip(1, 2));
        Assert.Equal(choices, Choices(new CropFlip(1, 2)));
        Assert.NotEqual(choices, Choices(new CropFlip(2, 1)));
        Assert.NotEqual(choices, Choices(new CropFlip(1, 3)));
        Assert.NotEqual(choices, Choices(new CropFlip(-1, 2)));
        Assert.NotEqual(choices[..20], choices[20..]);

        static (int, int, bool)[] Choices(CropFlip crop) => [.. Enumerable.Range(0, 40).Select(index => crop.Choose(index))];
    }
}

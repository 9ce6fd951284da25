using ResNet.Distributed.Training.Images;
using ResNet.Distributed.Training.Tests.Loop;
using ResNet.Distributed.Training.Tests.Safetensors;
using SkiaSharp;

namespace ResNet.Distributed.Training.Tests.Images;

public sealed class ImageFileTests : IDisposable
{
    private static readonly SKColor Red = new(200, 0, 0);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_PNG_of_32_by_32_comes_out_byte_for_byte()
    {
        var image = SyntheticImages.Create(1, 3).Pixels;

        Assert.Equal(image.ToArray(), Read(Pictures.OfImage(image)));
    }

    [Fact]
    public void A_larger_one_is_averaged()
    {
        // Blocks of 2×2 with values that the mean of which is 10 × row + column of the result, and halves round up.
        var image = Read(Pictures.Encode(64, 64, (x, y) => Grey((4 * (y / 2)) + (x / 2) + (x % 2) + (y % 2 * 2))));

        Assert.All(Enumerable.Range(0, 1024), i => Assert.Equal((4 * (i / 32)) + (i % 32) + 2, image[i]));
    }

    [Fact]
    public void Sizes_that_32_does_not_divide_weigh_each_pixel_by_its_share()
    {
        // 48 wide: each pixel of the result has one and a half below it. White, black, black: 2/3 white, then none.
        var image = Read(Pictures.Encode(48, 7, (x, _) => x % 3 == 0 ? SKColors.White : SKColors.Black));

        Assert.All(Enumerable.Range(0, image.Length), i => Assert.Equal(i % 2 == 0 ? 170 : 0, image[i]));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    [InlineData(333, 20)]
    public void One_colour_stays_that_colour_at_any_size(int width, int height) =>
        AssertColour(Red, Read(Pictures.Encode(width, height, (_, _) => Red)), tolerance: 0);

    [Fact]
    public void A_JPEG_is_near_what_it_was_made_of() =>
        AssertColour(Red, Read(Pictures.Encode(40, 30, (_, _) => Red, SKEncodedImageFormat.Jpeg)), tolerance: 2);

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    public void Grey_becomes_three_equal_channels(SKEncodedImageFormat format) => AssertColour(
        new SKColor(90, 90, 90), Read(Pictures.Encode(32, 32, (_, _) => new SKColor(90, 90, 90), format, SKColorType.Gray8)), tolerance: 1);

    [Fact]
    public void Sixteen_bits_a_channel_become_eight()
    {
        var file = Pictures.Encode(32, 32, (_, _) => Red, type: SKColorType.Rgba16161616);

        Assert.Equal(16, file[24]); // the header's bit depth
        AssertColour(Red, Read(file), tolerance: 0);
    }

    [Theory]
    [InlineData(0, 255, 255, 255)]
    [InlineData(255, 200, 0, 0)]
    [InlineData(51, 244, 204, 204)] // a fifth red, the rest white
    public void What_is_transparent_shows_white(byte alpha, byte red, byte green, byte blue) =>
        AssertColour(new SKColor(red, green, blue), Read(Pictures.Encode(32, 32, (_, _) => Red.WithAlpha(alpha))), tolerance: 0);

    [Theory] // The corners of what is seen, from the top left clockwise; stored are 1 2 3 4.
    [InlineData(1, "1234")]
    [InlineData(2, "2143")]
    [InlineData(3, "3412")]
    [InlineData(4, "4321")]
    [InlineData(5, "1432")]
    [InlineData(6, "4123")]
    [InlineData(7, "3214")]
    [InlineData(8, "2341")]
    public void It_is_turned_as_the_camera_was_held(byte orientation, string corners)
    {
        var jpeg = Pictures.Encode(
            64, 32, (x, y) => Grey(50 * (y < 16 ? (x < 32 ? 1 : 2) : (x < 32 ? 4 : 3))), SKEncodedImageFormat.Jpeg);

        var image = Read(Pictures.Turned(jpeg, orientation));

        int[] places = [At(3, 3), At(3, 28), At(28, 28), At(28, 3)];
        Assert.Equal(corners, string.Concat(places.Select(place => Math.Round(image[place] / 50.0))));

        static int At(int row, int column) => (row * 32) + column;
    }

    [Fact]
    public void What_is_no_picture_is_refused()
    {
        AssertRefused("hello"u8.ToArray(), "not a picture; expected a PNG or JPEG file");
        AssertRefused([], "not a picture");
        AssertRefused(Pictures.Encode(8, 8, (_, _) => Red, SKEncodedImageFormat.Webp), "a Webp picture; expected PNG or JPEG");
        AssertRefused(Pictures.TooLarge(), "100000 × 100000 pixels; expected at most 100000000");
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    public void Half_a_picture_is_refused(SKEncodedImageFormat format)
    {
        var random = new Random(3);
        var file = Pictures.Encode(64, 64, (_, _) => Grey(random.Next(256)), format);

        AssertRefused(file[..(file.Length / 2)], "expected a");
    }

    [Fact]
    public void A_folder_and_nothing_are_refused()
    {
        Assert.Contains("a folder", Assert.Throws<ImageFileException>(() => ImageFile.Read(_folder.FullPath)).Message);
        Assert.Contains("no such file", Assert.Throws<ImageFileException>(() => ImageFile.Read(_folder.File("none"))).Message);
        Assert.Contains("no such file", Assert.Throws<ImageFileException>(() => ImageFile.Read(_folder.File("no/ne"))).Message);
    }

    private static SKColor Grey(int value) => new((byte)value, (byte)value, (byte)value);

    private byte[] Read(byte[] content)
    {
        File.WriteAllBytes(_folder.File("picture"), content);
        return ImageFile.Read(_folder.File("picture"));
    }

    private void AssertRefused(byte[] content, string expected)
    {
        var error = Assert.Throws<ImageFileException>(() => Read(content));

        Assert.StartsWith(_folder.File("picture"), error.Message);
        Assert.Contains(expected, error.Message);
    }

    private static void AssertColour(SKColor expected, byte[] image, int tolerance)
    {
        byte[] channels = [expected.Red, expected.Green, expected.Blue];
        Assert.Equal(3072, image.Length);
        Assert.All(Enumerable.Range(0, image.Length), i => Assert.InRange(image[i], channels[i / 1024] - tolerance, channels[i / 1024] + tolerance));
    }
}

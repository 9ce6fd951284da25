using SkiaSharp;

namespace ResNet.Distributed.Training.Tests.Images;

/// <summary>Pictures' files.</summary>
internal static class Pictures
{
    /// <summary>A file in which every pixel is what <paramref name="colour"/> says of its column and row.</summary>
    public static byte[] Encode(
        int width, int height, Func<int, int, SKColor> colour, SKEncodedImageFormat format = SKEncodedImageFormat.Png,
        SKColorType type = SKColorType.Rgba8888)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, type, type == SKColorType.Gray8 ? SKAlphaType.Opaque : SKAlphaType.Unpremul));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                bitmap.SetPixel(x, y, colour(x, y));
            }
        }

        using var data = bitmap.Encode(format, quality: 100);
        return data.ToArray();
    }

    /// <summary>A PNG of an image of the data set: 3×32×32 bytes.</summary>
    public static byte[] OfImage(ReadOnlyMemory<byte> image)
    {
        var pixels = image.ToArray();
        return Encode(32, 32, (x, y) => new SKColor(pixels[(y * 32) + x], pixels[1024 + (y * 32) + x], pixels[2048 + (y * 32) + x]));
    }

    /// <summary>A JPEG with EXIF's note of how the camera was held, 1 to 8.</summary>
    public static byte[] Turned(byte[] jpeg, byte orientation)
    {
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, // the first directory is 8 bytes behind "MM"
            0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0, // one entry: orientation, one number of 16 bits
        ];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }

    /// <summary>The beginning of a PNG of 100,000 × 100,000 pixels, which nobody should try to hold in memory.</summary>
    public static byte[] TooLarge() =>
    [
        0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', 0, 0, 0, 13, .. "IHDR"u8, 0, 0x01, 0x86, 0xA0, 0, 0x01, 0x86, 0xA0, 8, 2, 0, 0, 0,
        0x27, 0x30, 0x9C, 0x9F, 0, 0, 0, 0, .. "IDAT"u8, // the header's CRC-32
    ];
}

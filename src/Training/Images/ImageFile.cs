using System.Globalization;
using ResNet.Distributed.Training.Data;
using SkiaSharp;

namespace ResNet.Distributed.Training.Images;

/// <summary>
/// Reads PNG and JPEG files as images of CIFAR-10's format. Grey pictures and palettes become RGB, 16 bits a channel become 8, colours
/// of a profile become sRGB, transparency shows white, EXIF's orientation is followed, and the whole picture is scaled to 32×32 by
/// averaging areas, whatever its proportions. Of an animated PNG the first picture counts.
/// </summary>
public static class ImageFile
{
    /// <summary>The largest picture that is read, in pixels.</summary>
    public const long MostPixels = 100_000_000;

    private const long MostBytes = 512L << 20;

    /// <summary>Reads a picture.</summary>
    /// <param name="path">The file.</param>
    /// <returns>3×32×32 bytes: channel, row, column.</returns>
    /// <exception cref="ImageFileException">It is missing, unreadable, damaged, too large, or no PNG or JPEG.</exception>
    public static byte[] Read(string path)
    {
        using var data = SKData.CreateCopy(Load(path));
        using var codec = SKCodec.Create(data) ?? throw new ImageFileException(path, "not a picture; expected a PNG or JPEG file");
        if (codec.EncodedFormat is not (SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg))
        {
            throw new ImageFileException(path, $"a {codec.EncodedFormat} picture; expected PNG or JPEG");
        }

        var image = new byte[CifarFormat.ImageBytes];
        Decode(path, codec, image);
        Upright.Turn(image, codec.EncodedOrigin);
        return image;
    }

    private static void Decode(string path, SKCodec codec, Span<byte> image)
    {
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > MostPixels)
        {
            throw new ImageFileException(
                path, string.Create(CultureInfo.InvariantCulture, $"a picture of {width} × {height} pixels; expected at most {MostPixels}"));
        }

        using var colours = SKColorSpace.CreateSrgb();
        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul, colours);
        using var bitmap = new SKBitmap(info);
        var result = codec.GetPixels(info, bitmap.GetPixels());
        if (result != SKCodecResult.Success)
        {
            throw new ImageFileException(path, result == SKCodecResult.IncompleteInput
                ? "ends before the picture does; expected a whole file"
                : $"a picture that cannot be decoded ({result}); expected a sound one");
        }

        AreaScale.Run(bitmap.GetPixelSpan(), width, height, image);
    }

    private static byte[] Load(string path)
    {
        if (Directory.Exists(path))
        {
            throw new ImageFileException(path, "a folder; expected a PNG or JPEG file");
        }

        try
        {
            var length = new FileInfo(path).Length;
            return length <= MostBytes
                ? File.ReadAllBytes(path)
                : throw new ImageFileException(path, $"{length} bytes; expected at most {MostBytes}");
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ImageFileException(path, "there is no such file", none);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new ImageFileException(path, $"cannot be read ({refused.Message.TrimEnd('.')})", refused);
        }
    }
}

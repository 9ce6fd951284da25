using ResNet.Distributed.Training.Data;
using SkiaSharp;

namespace ResNet.Distributed.Training.Images;

/// <summary>Turns a picture as its EXIF orientation says: cameras store what they see and note how they were held.</summary>
internal static class Upright
{
    private const int Last = CifarFormat.Side - 1;

    /// <summary>Turns a square picture.</summary>
    /// <param name="image">3×32×32 bytes as they are stored.</param>
    /// <param name="origin">Which corner of what is seen the first stored pixel is, and which way the rows run.</param>
    public static void Turn(Span<byte> image, SKEncodedOrigin origin)
    {
        if (origin is SKEncodedOrigin.TopLeft)
        {
            return;
        }

        var stored = image.ToArray();
        for (var i = 0; i < image.Length; i++)
        {
            var (plane, seen) = Math.DivRem(i, CifarFormat.Side * CifarFormat.Side);
            var (row, column) = Source(seen / CifarFormat.Side, seen % CifarFormat.Side, origin);
            image[i] = stored[(((plane * CifarFormat.Side) + row) * CifarFormat.Side) + column];
        }
    }

    // Where the pixel that is seen at a place is stored.
    private static (int Row, int Column) Source(int row, int column, SKEncodedOrigin origin) => origin switch
    {
        SKEncodedOrigin.TopRight => (row, Last - column),
        SKEncodedOrigin.BottomRight => (Last - row, Last - column),
        SKEncodedOrigin.BottomLeft => (Last - row, column),
        SKEncodedOrigin.LeftTop => (column, row),
        SKEncodedOrigin.RightTop => (Last - column, row),
        SKEncodedOrigin.RightBottom => (Last - column, Last - row),
        SKEncodedOrigin.LeftBottom => (column, Last - row),
        _ => (row, column),
    };
}

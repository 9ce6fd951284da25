using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.Training.Images;

/// <summary>
/// Brings a picture to CIFAR-10's size by averaging areas: a pixel of the result is the mean of all that lies below it, each pixel
/// weighted by how much of it does. Sums are of whole numbers, so that a picture of 32×32 comes out as it went in, byte for byte.
/// </summary>
internal static class AreaScale
{
    private const int Side = CifarFormat.Side;

    /// <summary>Scales a picture as a whole, whatever its proportions. What is transparent shows white.</summary>
    /// <param name="pixels">Red, green, blue, and alpha that the colours are not multiplied with; row by row.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows; width × height at most 2^31.</param>
    /// <param name="image">Takes 3×32×32 bytes: channel, row, column.</param>
    public static void Run(ReadOnlySpan<byte> pixels, int width, int height, Span<byte> image)
    {
        // In a unit in which a pixel of either picture is a whole number of units wide: 32 for the source's, its width for the result's.
        var sums = new long[CifarFormat.ImageBytes];
        var row = new long[CifarFormat.Channels * Side];
        for (var y = 0; y < height; y++)
        {
            Array.Clear(row);
            SumRow(pixels.Slice(y * width * 4, width * 4), width, row);
            for (var (target, last) = Targets(y, height); target <= last; target++)
            {
                AddRow(row, Overlap(y, target, height), target, sums);
            }
        }

        var area = (long)width * height;
        for (var i = 0; i < sums.Length; i++)
        {
            image[i] = (byte)((sums[i] + (area / 2)) / area);
        }
    }

    private static void SumRow(ReadOnlySpan<byte> pixels, int width, long[] row)
    {
        for (var x = 0; x < width; x++)
        {
            var pixel = pixels.Slice(x * 4, 4);
            for (var (target, last) = Targets(x, width); target <= last; target++)
            {
                var overlap = Overlap(x, target, width);
                for (var channel = 0; channel < CifarFormat.Channels; channel++)
                {
                    row[(channel * Side) + target] += overlap * OnWhite(pixel[channel], pixel[3]);
                }
            }
        }
    }

    private static void AddRow(long[] row, long overlap, int target, long[] sums)
    {
        for (var channel = 0; channel < CifarFormat.Channels; channel++)
        {
            for (var column = 0; column < Side; column++)
            {
                sums[(((channel * Side) + target) * Side) + column] += overlap * row[(channel * Side) + column];
            }
        }
    }

    private static (int First, int Last) Targets(int source, int length) =>
        ((int)((long)Side * source / length), (int)((((long)Side * (source + 1)) - 1) / length));

    private static long Overlap(int source, int target, int length) =>
        Math.Min((long)Side * (source + 1), (long)length * (target + 1)) - Math.Max((long)Side * source, (long)length * target);

    private static int OnWhite(byte colour, byte alpha) => ((colour * alpha) + (255 * (255 - alpha)) + 127) / 255;
}

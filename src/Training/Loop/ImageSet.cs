namespace ResNet.Distributed.Training.Loop;

/// <summary>Labelled images of 3×32×32 bytes.</summary>
public sealed record ImageSet
{
    /// <summary>Bytes in one image: 3 channels of 32 rows of 32 pixels.</summary>
    public const int ImageBytes = 3 * 32 * 32;

    /// <summary>Takes images and labels without a copy; neither may change afterwards.</summary>
    /// <param name="pixels">The images one after the other, each as channel, row, column.</param>
    /// <param name="labels">One class per image, from 0.</param>
    /// <exception cref="ArgumentException">There are not <see cref="ImageBytes"/> bytes for every label.</exception>
    public ImageSet(ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> labels)
    {
        if (pixels.Length != (long)labels.Length * ImageBytes)
        {
            throw new ArgumentException(
                $"{pixels.Length} bytes of pixels for {labels.Length} labels; expected {ImageBytes} bytes for each.", nameof(pixels));
        }

        (Pixels, Labels) = (pixels, labels);
    }

    /// <summary>The images, <see cref="ImageBytes"/> bytes each.</summary>
    public ReadOnlyMemory<byte> Pixels { get; }

    /// <summary>One class per image, from 0.</summary>
    public ReadOnlyMemory<byte> Labels { get; }

    /// <summary>How many images there are.</summary>
    public int Count => Labels.Length;

    /// <summary>The first images, all of them where the limit is null or higher than their number; no copy.</summary>
    /// <param name="limit">How many to keep.</param>
    public ImageSet Take(int? limit)
    {
        var count = Math.Min(limit ?? Count, Count);
        return new ImageSet(Pixels[..(count * ImageBytes)], Labels[..count]);
    }
}

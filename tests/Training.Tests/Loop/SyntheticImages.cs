using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.Training.Tests.Loop;

/// <summary>Images that make_golden.py makes too: the high bytes of a linear congruential generator, labels 0 to 9 in turn.</summary>
internal static class SyntheticImages
{
    public static ImageSet Create(int count, uint state)
    {
        var pixels = new byte[count * ImageSet.ImageBytes];
        for (var i = 0; i < pixels.Length; i++)
        {
            state = unchecked((state * 1664525) + 1013904223);
            pixels[i] = (byte)(state >> 24);
        }

        return new ImageSet(pixels, Enumerable.Range(0, count).Select(i => (byte)(i % 10)).ToArray());
    }
}

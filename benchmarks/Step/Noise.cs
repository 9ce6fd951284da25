using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.Step;

/// <summary>Images of nothing; a step takes as long with them.</summary>
internal static class Noise
{
    /// <summary>So many of ten classes.</summary>
    public static ImageSet Images(int count)
    {
        var pixels = new byte[count * ImageSet.ImageBytes];
        new Random(1).NextBytes(pixels);
        return new ImageSet(pixels, Enumerable.Range(0, count).Select(i => (byte)(i % 10)).ToArray());
    }
}

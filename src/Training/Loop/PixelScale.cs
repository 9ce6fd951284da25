namespace ResNet.Distributed.Training.Loop;

/// <summary>What each of a pixel's 256 values is as a model's input.</summary>
internal static class PixelScale
{
    private static readonly float[] Table = [.. Enumerable.Range(0, 256).Select(i => i / 255f)];

    /// <summary>
    /// i / 255 in float32, which is what NumPy's astype(float32) / 255.0 gives. The division is done here once and for all: on a GPU a
    /// division by a scalar is a multiplication by its rounded reciprocal.
    /// </summary>
    public static ReadOnlySpan<float> Values => Table;
}

using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.Training.Tests.Probe;

/// <summary>Images by the formula of <c>ddp_traces.py</c>: noise, brighter with the label.</summary>
internal static class FormulaImages
{
    public static ImageSet Create(int first, int count)
    {
        var pixels = new byte[count * ImageSet.ImageBytes];
        var labels = new byte[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = (byte)((first + i) % 10);
            for (var p = 0; p < ImageSet.ImageBytes; p++)
            {
                var noise = (uint)((p + ((long)ImageSet.ImageBytes * (first + i))) * 2654435761 % 4294967296) >> 24;
                pixels[(i * ImageSet.ImageBytes) + p] = (byte)((noise / 2) + (labels[i] * 12u));
            }
        }

        return new ImageSet(pixels, labels);
    }
}

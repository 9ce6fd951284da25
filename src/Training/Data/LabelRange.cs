using System.Runtime.CompilerServices;

namespace ResNet.Distributed.Training.Data;

internal static class LabelRange
{
    /// <summary>The index of the first label that is no class's, or -1.</summary>
    // A loop of our own: the runtime compiles the general methods for bytes anew, and not well at first.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int FirstOutside(ReadOnlySpan<byte> labels, int classes)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] >= classes)
            {
                return i;
            }
        }

        return -1;
    }
}

using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Models;

/// <summary>Whether CUDA's products of float32 may be made of TensorFloat-32. One switch for the whole process.</summary>
/// <remarks>libtorch itself begins with yes for convolutions and no for matrix products, so that float32 is not float32 throughout.</remarks>
internal static class Tf32
{
    /// <summary>Whether convolutions and matrix products both may.</summary>
    public static bool IsAllowed => backends.cudnn.allow_tf32 && backends.cuda.matmul.allow_tf32;

    /// <summary>Sets both.</summary>
    public static void Allow(bool allowed)
    {
        backends.cudnn.allow_tf32 = allowed;
        backends.cuda.matmul.allow_tf32 = allowed;
    }
}

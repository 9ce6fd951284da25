using System.Runtime.InteropServices;

namespace ResNet.Distributed.Training.Devices;

/// <summary>NVIDIA's driver: its half in the kernel, and the library through which programs reach it.</summary>
internal static class CudaDriver
{
    /// <summary>The library.</summary>
    public const string FileName = "libcuda.so.1";

    private const string KernelFolder = "/proc/driver/nvidia";

    /// <summary>Whether the kernel has it. A container sees its host's, though it may lack the library.</summary>
    public static bool IsInKernel => Directory.Exists(KernelFolder);

    /// <summary>Whether the library is here.</summary>
    public static bool IsLoadable => NativeLibrary.TryLoad(FileName, out _);
}

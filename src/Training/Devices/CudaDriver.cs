using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Devices;

/// <summary>NVIDIA's driver: its half in the kernel, and the library through which programs reach it.</summary>
internal static unsafe class CudaDriver
{
    /// <summary>The library.</summary>
    public const string FileName = "libcuda.so.1";

    private const string KernelFolder = "/proc/driver/nvidia";
    private const int Success = 0;

    /// <summary>Whether the kernel has it. A container sees its host's, though it may lack the library.</summary>
    public static bool IsInKernel => Directory.Exists(KernelFolder);

    /// <summary>Whether the library is here.</summary>
    public static bool IsLoadable => NativeLibrary.TryLoad(FileName, out _);

    /// <summary>Asks the driver for something of a device that TorchSharp does not tell.</summary>
    /// <param name="device">A CUDA device.</param>
    /// <param name="function">A function of the driver that writes its answer and takes the device's handle.</param>
    /// <param name="answer">What it wrote.</param>
    /// <returns>Whether there is a driver and it told.</returns>
    public static bool TryAsk<T>(Device device, string function, out T answer)
        where T : unmanaged
    {
        answer = default;
        if (!NativeLibrary.TryLoad(FileName, out var driver)
            || !NativeLibrary.TryGetExport(driver, "cuInit", out var init)
            || !NativeLibrary.TryGetExport(driver, "cuDeviceGet", out var get)
            || !NativeLibrary.TryGetExport(driver, function, out var ask))
        {
            return false;
        }

        int handle;
        T told;
        if (((delegate* unmanaged[Cdecl]<uint, int>)init)(0) != Success
            || ((delegate* unmanaged[Cdecl]<int*, int, int>)get)(&handle, Math.Max(device.index, 0)) != Success
            || ((delegate* unmanaged[Cdecl]<T*, int, int>)ask)(&told, handle) != Success)
        {
            return false;
        }

        answer = told;
        return true;
    }
}

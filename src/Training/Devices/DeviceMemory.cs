using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Devices;

/// <summary>How much memory a GPU has: TorchSharp does not tell, its driver does.</summary>
/// <remarks>Written against the documentation of CUDA's driver API; no GPU was at hand.</remarks>
internal static unsafe class DeviceMemory
{
    private const int Success = 0;

    /// <summary>Bytes of a CUDA device, free or not; null where there is no driver, or it does not tell.</summary>
    public static long? Total(Device device)
    {
        if (!NativeLibrary.TryLoad(CudaDriver.FileName, out var driver)
            || !NativeLibrary.TryGetExport(driver, "cuInit", out var init)
            || !NativeLibrary.TryGetExport(driver, "cuDeviceGet", out var get)
            || !NativeLibrary.TryGetExport(driver, "cuDeviceTotalMem_v2", out var totalMemory))
        {
            return null;
        }

        int handle;
        nuint bytes;
        return ((delegate* unmanaged[Cdecl]<uint, int>)init)(0) == Success
            && ((delegate* unmanaged[Cdecl]<int*, int, int>)get)(&handle, Math.Max(device.index, 0)) == Success
            && ((delegate* unmanaged[Cdecl]<nuint*, int, int>)totalMemory)(&bytes, handle) == Success
                ? (long)bytes
                : null;
    }
}

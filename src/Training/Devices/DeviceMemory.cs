using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Devices;

/// <summary>How much memory a GPU has: TorchSharp does not tell, its driver does.</summary>
internal static class DeviceMemory
{
    /// <summary>Bytes of a CUDA device, free or not; null where there is no driver, or it does not tell.</summary>
    public static long? Total(Device device) =>
        CudaDriver.TryAsk(device, "cuDeviceTotalMem_v2", out nuint bytes) ? (long)bytes : null;
}

using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Devices;

/// <summary>Which GPU a device is, among all there are: every process numbers those that it sees from 0.</summary>
internal static class DeviceIdentity
{
    /// <summary>Bytes of an identity.</summary>
    public const int Size = 16;

    /// <summary>A CUDA device's UUID, or that of the part of a GPU that it is; null where there is no driver, or it does not tell.</summary>
    public static Guid? Of(Device device) =>
        CudaDriver.TryAsk(device, "cuDeviceGetUuid_v2", out Guid uuid) ? uuid : null;
}

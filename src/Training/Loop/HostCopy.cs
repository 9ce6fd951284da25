using TorchSharp;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Loop;

/// <summary>Brings tensors from the CPU's memory to a device.</summary>
internal static class HostCopy
{
    /// <summary>
    /// Moves a tensor, which is used up. To a GPU it goes through page-locked memory, so that the copy does not hold up this thread;
    /// libtorch keeps that memory until the copy is done, whoever lets go of it before.
    /// </summary>
    public static Tensor Move(Tensor host, Device device)
    {
        if (device.type == DeviceType.CPU)
        {
            return host;
        }

        using (host)
        {
            using var pinned = host.pin_memory();
            return pinned.to(device, non_blocking: true);
        }
    }
}

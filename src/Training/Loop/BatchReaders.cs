using ResNet.Distributed.Training.Devices;
using TorchSharp;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Loop;

/// <summary>Chooses where a run's images lie.</summary>
internal static class BatchReaders
{
    // With CIFAR-10's 184 MB, a device of 2 GB has them; what it is for is the activations.
    private const int ShareOfDevice = 10;

    /// <summary>A reader of these images for a model on this device.</summary>
    /// <param name="images">The images.</param>
    /// <param name="device">Where the batches go.</param>
    /// <param name="isAugmented">Whether something is done to the images, which is done on the host.</param>
    public static IBatchReader For(ImageSet images, Device device, bool isAugmented = false) =>
        device.type == DeviceType.CUDA && !isAugmented && FitOnDevice(images.Pixels.Length, DeviceMemory.Total(device))
            ? new ResidentBatchReader(images, device)
            : new HostBatchReader(images, device);

    /// <summary>Whether so many bytes are at most a tenth of the device's memory.</summary>
    /// <param name="bytes">Of all images of one reader.</param>
    /// <param name="deviceBytes">Null where it is not known: then they do not fit.</param>
    public static bool FitOnDevice(long bytes, long? deviceBytes) => bytes <= deviceBytes / ShareOfDevice;
}

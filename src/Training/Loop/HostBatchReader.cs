using System.Runtime.InteropServices;
using ResNet.Distributed.Training.Augmentations;
using TorchSharp;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Loop;

/// <summary>Makes batches of images in the CPU's memory there, and copies them to the device.</summary>
/// <param name="images">Where they are taken from.</param>
/// <param name="device">Where the batches go.</param>
internal sealed class HostBatchReader(ImageSet images, Device device) : IBatchReader
{
    public string Place => device.type == DeviceType.CPU ? "memory" : "the host's memory, copied batch by batch";

    public (Tensor Inputs, Tensor Labels) Read(ReadOnlySpan<int> indices, CropFlip? augmentation = null)
    {
        var inputs = empty([indices.Length, 3, 32, 32], ScalarType.Float32, CPU);
        var labels = empty([indices.Length], ScalarType.Int64, CPU);
        Fill(indices, augmentation, MemoryMarshal.Cast<byte, float>(inputs.bytes), MemoryMarshal.Cast<byte, long>(labels.bytes));
        return (HostCopy.Move(inputs, device), HostCopy.Move(labels, device));
    }

    public void Dispose()
    {
    }

    private void Fill(ReadOnlySpan<int> indices, CropFlip? augmentation, Span<float> inputs, Span<long> labels)
    {
        for (var i = 0; i < indices.Length; i++)
        {
            var image = images.Pixels.Span.Slice(indices[i] * ImageSet.ImageBytes, ImageSet.ImageBytes);
            var target = inputs.Slice(i * ImageSet.ImageBytes, ImageSet.ImageBytes);
            if (augmentation is { } crop)
            {
                crop.Write(image, indices[i], PixelScale.Values, target);
            }
            else
            {
                Scale(image, target);
            }

            labels[i] = images.Labels.Span[indices[i]];
        }
    }

    private static void Scale(ReadOnlySpan<byte> image, Span<float> target)
    {
        var scaled = PixelScale.Values;
        for (var p = 0; p < image.Length; p++)
        {
            target[p] = scaled[image[p]];
        }
    }
}

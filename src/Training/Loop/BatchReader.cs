using System.Runtime.InteropServices;
using ResNet.Distributed.Training.Augmentations;
using TorchSharp;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Loop;

/// <summary>Makes a model's input of some of the images.</summary>
/// <param name="images">Where they are taken from.</param>
/// <param name="device">Where the batches go.</param>
/// <param name="augmentation">What is done to the images of an epoch; null: nothing.</param>
internal sealed class BatchReader(ImageSet images, Device device, Func<int, CropFlip>? augmentation = null)
{
    // i / 255 in float32 is what NumPy's astype(float32) / 255.0 gives. The division is done here once and for all: on a GPU a
    // division by a scalar is a multiplication by its rounded reciprocal.
    private static readonly float[] Scaled = [.. Enumerable.Range(0, 256).Select(i => i / 255f)];

    /// <summary>Float32 of shape (N, 3, 32, 32), 0 to 1, and int64 labels of shape (N). The caller disposes both.</summary>
    /// <param name="indices">Which images, in this order.</param>
    /// <param name="epoch">The epoch, from 0; it makes a difference to augmented images alone.</param>
    public (Tensor Inputs, Tensor Labels) Read(ReadOnlySpan<int> indices, int epoch = 0)
    {
        var inputs = empty([indices.Length, 3, 32, 32], ScalarType.Float32, CPU);
        var labels = empty([indices.Length], ScalarType.Int64, CPU);
        Fill(indices, epoch, MemoryMarshal.Cast<byte, float>(inputs.bytes), MemoryMarshal.Cast<byte, long>(labels.bytes));
        return (MoveTo(inputs), MoveTo(labels));
    }

    private void Fill(ReadOnlySpan<int> indices, int epoch, Span<float> inputs, Span<long> labels)
    {
        var change = augmentation?.Invoke(epoch);
        for (var i = 0; i < indices.Length; i++)
        {
            var image = images.Pixels.Span.Slice(indices[i] * ImageSet.ImageBytes, ImageSet.ImageBytes);
            var target = inputs.Slice(i * ImageSet.ImageBytes, ImageSet.ImageBytes);
            if (change is { } crop)
            {
                crop.Write(image, indices[i], Scaled, target);
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
        for (var p = 0; p < image.Length; p++)
        {
            target[p] = Scaled[image[p]];
        }
    }

    private Tensor MoveTo(Tensor tensor)
    {
        if (device.type == DeviceType.CPU)
        {
            return tensor;
        }

        using (tensor)
        {
            return tensor.to(device);
        }
    }
}

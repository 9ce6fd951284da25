using System.Runtime.InteropServices;
using ResNet.Distributed.Training.Augmentations;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Loop;

/// <summary>
/// Keeps all images on the device, as bytes, and makes batches of them there: what crosses the bus for a step is the images' numbers.
/// The batches are those of <see cref="HostBatchReader"/> to the bit.
/// </summary>
internal sealed class ResidentBatchReader : IBatchReader
{
    private readonly Device _device;
    private readonly Tensor _pixels;
    private readonly Tensor _labels;
    private readonly Tensor _scaled;

    /// <summary>Copies the images to the device.</summary>
    public ResidentBatchReader(ImageSet images, Device device)
    {
        using var scope = NewDisposeScope();
        _device = device;
        _pixels = Bytes(images.Pixels.Span).view(images.Count, ImageSet.ImageBytes).to(device).DetachFromDisposeScope();
        _labels = Bytes(images.Labels.Span).to(device).to(ScalarType.Int64).DetachFromDisposeScope();
        _scaled = tensor(PixelScale.Values.ToArray()).to(device).DetachFromDisposeScope();
    }

    public string Place => $"{_device}, {_pixels.numel() / 1e6:0} MB";

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The images are to be augmented.</exception>
    public (Tensor Inputs, Tensor Labels) Read(ReadOnlySpan<int> indices, CropFlip? augmentation = null)
    {
        if (augmentation is not null)
        {
            throw new NotSupportedException("Images are augmented on the host, before they are copied.");
        }

        var numbers = empty([indices.Length], ScalarType.Int32, CPU);
        indices.CopyTo(MemoryMarshal.Cast<byte, int>(numbers.bytes));
        using var chosen = HostCopy.Move(numbers, _device);
        using var images = _pixels.index_select(0, chosen);
        using var bytes = images.view(-1);
        using var places = bytes.to(ScalarType.Int32);
        using var values = _scaled.index_select(0, places);
        return (values.view(indices.Length, 3, 32, 32), _labels.index_select(0, chosen));
    }

    public void Dispose()
    {
        _pixels.Dispose();
        _labels.Dispose();
        _scaled.Dispose();
    }

    private static Tensor Bytes(ReadOnlySpan<byte> bytes)
    {
        var copy = empty([bytes.Length], ScalarType.Byte, CPU);
        bytes.CopyTo(copy.bytes);
        return copy;
    }
}

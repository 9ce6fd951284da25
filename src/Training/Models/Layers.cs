using ResNet.Distributed.Training.Winograd;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Models;

/// <summary>Makes the layers of which there is more than one kind.</summary>
/// <param name="precision">In which numbers they compute.</param>
/// <param name="norm">Makes a BatchNorm for so many channels; null: torch's own, over the rank's batch.</param>
/// <param name="winograd">Whether convolutions of float32 on a CPU are Winograd's where they can be.</param>
internal sealed class Layers(Precision precision, Func<int, BatchNorm>? norm, bool winograd = false)
{
    /// <summary>In which numbers they compute.</summary>
    public Precision Precision => precision;

    /// <summary>A convolution without bias that keeps the images' size, but for its stride.</summary>
    public Convolution Conv(int inChannels, int outChannels, int kernelSize, int stride = 1)
    {
        var padding = kernelSize / 2;
        return precision == Precision.Bf16 ? new Bf16Conv2d(inChannels, outChannels, kernelSize, stride, padding)
            : winograd && kernelSize == 3 && stride == 1 ? new WinogradConv2d(inChannels, outChannels)
            : nn.Conv2d(inChannels, outChannels, kernelSize, stride, padding, bias: false);
    }

    /// <summary>Its statistics are float32, whatever the type of its input.</summary>
    public BatchNorm Norm(int features) => norm?.Invoke(features) ?? nn.BatchNorm2d(features);
}

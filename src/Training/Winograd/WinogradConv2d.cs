using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Winograd;

/// <summary>
/// A convolution with filters of 3×3, a stride of 1 and a border of 1, without bias. Its weights are drawn and kept as those of torch's own are. What
/// <see cref="WinogradFunction"/> does not take, images on a GPU for one, torch's own convolution computes.
/// </summary>
internal sealed class WinogradConv2d : Convolution
{
    /// <summary>As torch's Conv2d.</summary>
    public WinogradConv2d(int inChannels, int outChannels)
        : base(
            nameof(WinogradConv2d), inChannels, outChannels, kernel_size: [3, 3], stride: [1, 1], padding: [1, 1], padding_type: null,
            dilation: [1, 1], transposed: false, output_padding: [0, 0], groups: 1, bias: false, PaddingModes.Zeros)
    {
    }

    /// <summary>(N, inChannels, H, W) → (N, outChannels, H, W).</summary>
    public override Tensor forward(Tensor input) =>
        WinogradFunction.Takes(input, weight)
            ? WinogradFunction.Of(input, weight)
            : nn.functional.conv2d(input, weight, bias: null, stride, padding, dilation, groups);
}

using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Winograd;

/// <summary>
/// A convolution with filters of 3×3, a stride of 1 and a border of 1, without bias. Its weights are drawn and kept as those of torch's own are. What
/// <see cref="WinogradFunction"/> does not take, images on a GPU for one, torch's own convolution computes.
/// </summary>
public sealed class WinogradConv2d : Convolution
{
    /// <summary>As torch's Conv2d.</summary>
    public WinogradConv2d(int inChannels, int outChannels)
        : base(
            nameof(WinogradConv2d), inChannels, outChannels, kernel_size: [3, 3], stride: [1, 1], padding: [1, 1], padding_type: null,
            dilation: [1, 1], transposed: false, output_padding: [0, 0], groups: 1, bias: false, PaddingModes.Zeros)
    {
    }

    /// <summary>(N, inChannels, H, W) → (N, outChannels, H, W).</summary>
    public override Tensor forward(Tensor input) => Convolve(input, weight);

    /// <summary>The convolution without the layer.</summary>
    /// <param name="input">(N, C, H, W).</param>
    /// <param name="weight">(K, C, 3, 3), contiguous.</param>
    /// <returns>(N, K, H, W).</returns>
    public static Tensor Convolve(Tensor input, Tensor weight) => WinogradFunction.Takes(input, weight)
        ? WinogradFunction.Of(input, weight)
        : nn.functional.conv2d(input, weight, padding: [1, 1]);
}

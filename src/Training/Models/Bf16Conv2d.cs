using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Models;

/// <summary>
/// A convolution of square kernels without bias that computes in bfloat16. Its weights are drawn and kept as those of torch's own are,
/// in float32; autograd brings their gradients back to float32.
/// </summary>
internal sealed class Bf16Conv2d : Convolution
{
    /// <summary>As torch's Conv2d.</summary>
    public Bf16Conv2d(int inChannels, int outChannels, int kernelSize, int stride, int padding)
        : base(
            nameof(Bf16Conv2d), inChannels, outChannels, [kernelSize, kernelSize], [stride, stride], [padding, padding], padding_type: null,
            dilation: [1, 1], transposed: false, output_padding: [0, 0], groups: 1, bias: false, PaddingModes.Zeros)
    {
    }

    /// <summary>(N, inChannels, H, W) of float32 or bfloat16 → (N, outChannels, H / stride, W / stride) of bfloat16.</summary>
    public override Tensor forward(Tensor input)
    {
        using var rounded = input.to(ScalarType.BFloat16);
        using var kernel = weight.to(ScalarType.BFloat16);
        return nn.functional.conv2d(rounded, kernel, bias: null, stride, padding, dilation, groups);
    }
}

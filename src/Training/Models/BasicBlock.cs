using ResNet.Distributed.Training.Functions;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Models;

/// <summary>Two 3×3 convolutions with BatchNorm, added to a shortcut of their input: the block of ResNet-18 and ResNet-34.</summary>
internal sealed class BasicBlock : nn.Module<Tensor, Tensor>
{
    // Declared, and so registered, in the order of the script: a state dict and an optimizer list the parameters in it.
    [ComponentName(Name = "residual_function")]
    private readonly Sequential _residual;

    [ComponentName(Name = "shortcut")]
    private readonly Sequential _shortcut;

    public BasicBlock(int inChannels, int outChannels, int stride, Layers layers) : base(nameof(BasicBlock))
    {
        // Every convolution draws its weights as it is made: the order of construction decides what a seed gives.
        _residual = nn.Sequential(
            layers.Conv(inChannels, outChannels, kernelSize: 3, stride),
            layers.Norm(outChannels),
            nn.ReLU(inplace: true),
            layers.Conv(outChannels, outChannels, kernelSize: 3),
            layers.Norm(outChannels));
        _shortcut = stride == 1 && inChannels == outChannels
            ? nn.Sequential()
            : nn.Sequential(
                layers.Conv(inChannels, outChannels, kernelSize: 1, stride),
                layers.Norm(outChannels));
        RegisterComponents();
    }

    /// <summary>(N, inChannels, H, W) → (N, outChannels, H / stride, W / stride).</summary>
    public override Tensor forward(Tensor input)
    {
        using var shortcut = _shortcut.call(input);
        // In place: no backward pass needs what the second BatchNorm gave, and a buffer per block is saved.
        return Residual(input).add_(shortcut).relu_();
    }

    private Tensor Residual(Tensor input)
    {
        using var first = _residual[0].call(input);
        using var second = NormReluConvolution.Takes(first, _residual[1], _residual[3])
            ? NormReluConvolution.Of(first, (BatchNorm2d)_residual[1], (Convolution)_residual[3])
            : OneByOne(first);
        return _residual[4].call(second);
    }

    private Tensor OneByOne(Tensor first)
    {
        using var norm = _residual[1].call(first);
        using var active = _residual[2].call(norm);
        return _residual[3].call(active);
    }
}

using ResNet.Distributed.Training.DataParallel;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Models;

/// <summary>
/// A ResNet for 32×32 images (He et al., 2015, "Deep Residual Learning for Image Recognition"), with a 3×3 stem of stride 1 and
/// no max-pooling. Structure, parameter names and order of construction are those of the PyTorch script that this project
/// reproduces, so that a seed gives the same initial weights bit for bit and a state dict fits both.
/// </summary>
public sealed class CifarResNet : nn.Module<Tensor, Tensor>
{
    /// <summary>Inputs of the last layer.</summary>
    internal const int Features = 512;

    private const int Stem = 64;

    [ComponentName(Name = "conv1")]
    private readonly Sequential _conv1;

    [ComponentName(Name = "conv2_x")]
    private readonly Sequential _conv2;

    [ComponentName(Name = "conv3_x")]
    private readonly Sequential _conv3;

    [ComponentName(Name = "conv4_x")]
    private readonly Sequential _conv4;

    [ComponentName(Name = "conv5_x")]
    private readonly Sequential _conv5;

    [ComponentName(Name = "avg_pool")]
    private readonly AdaptiveAvgPool2d _pool;

    [ComponentName(Name = "fc")]
    private readonly Linear _fc;

    /// <summary>Builds the network on the CPU, its weights drawn from torch's default generator.</summary>
    /// <param name="name">The model's name, for messages: see <see cref="ModelZoo"/>.</param>
    /// <param name="blocks">Blocks in each of the four stages.</param>
    /// <param name="classes">Outputs of the last layer.</param>
    /// <param name="layers">Makes convolutions and BatchNorms.</param>
    internal CifarResNet(string name, (int Conv2, int Conv3, int Conv4, int Conv5) blocks, int classes, Layers layers) : base(name)
    {
        Classes = classes;
        Precision = layers.Precision;
        _conv1 = nn.Sequential(
            layers.Conv(3, Stem, kernelSize: 3),
            layers.Norm(Stem),
            nn.ReLU(inplace: true));
        _conv2 = Stage(Stem, 64, blocks.Conv2, stride: 1, layers);
        _conv3 = Stage(64, 128, blocks.Conv3, stride: 2, layers);
        _conv4 = Stage(128, 256, blocks.Conv4, stride: 2, layers);
        _conv5 = Stage(256, Features, blocks.Conv5, stride: 2, layers);
        _pool = nn.AdaptiveAvgPool2d(1);
        _fc = nn.Linear(Features, classes);
        RegisterComponents();
    }

    /// <summary>The stages' names in the state dict, from the first to the last.</summary>
    internal static IReadOnlyList<string> StageNames { get; } = ["conv2_x", "conv3_x", "conv4_x", "conv5_x"];

    /// <summary>The number of outputs of the last layer.</summary>
    public int Classes { get; }

    /// <summary>In which numbers it computes.</summary>
    public Precision Precision { get; }

    /// <summary>
    /// Whether the activations lie in memory with the channels of a pixel side by side: faster, with other bits. Every layer gives what it was
    /// given, so only the images have to be turned.
    /// </summary>
    public bool ChannelsLast { get; set; }

    /// <summary>
    /// Called in the backward pass with a stage's place in <see cref="StageNames"/>, when the gradients of this stage and of all behind
    /// it are complete; null: nobody wants to know.
    /// </summary>
    internal Action<int>? StagePassed { get; set; }

    /// <summary>Computes the logits.</summary>
    /// <param name="input">Images, float32 of shape (N, 3, 32, 32), 0 to 1.</param>
    /// <returns>Float32 of shape (N, <see cref="Classes"/>).</returns>
    public override Tensor forward(Tensor input)
    {
        // Disposed one by one: what autograd does not keep is freed at once, as in Python, not at the end of the step.
        using var stem = CallStem(input);
        using var conv2 = CallStage(0, _conv2, stem);
        using var conv3 = CallStage(1, _conv3, conv2);
        using var conv4 = CallStage(2, _conv4, conv3);
        using var conv5 = CallStage(3, _conv5, conv4);
        using var pooled = _pool.call(conv5);
        using var flat = pooled.flatten(1);
        return Classify(flat);
    }

    // The loss is computed in float32 of what the classifier gave, whatever it computed in.
    private Tensor Classify(Tensor features)
    {
        if (Precision != Precision.Bf16)
        {
            return _fc.call(features);
        }

        using var weight = _fc.weight.to(ScalarType.BFloat16);
        using var bias = _fc.bias!.to(ScalarType.BFloat16);
        using var logits = nn.functional.linear(features, weight, bias);
        return logits.to(ScalarType.Float32);
    }

    private Tensor CallStem(Tensor images)
    {
        if (!ChannelsLast)
        {
            return _conv1.call(images);
        }

        using var turned = images.permute(0, 2, 3, 1);
        using var written = turned.contiguous();
        using var seen = written.permute(0, 3, 1, 2);
        return _conv1.call(seen);
    }

    private Tensor CallStage(int place, Sequential stage, Tensor input)
    {
        if (StagePassed is not { } passed || !is_grad_enabled())
        {
            return stage.call(input);
        }

        using var behindBorder = StageBorder.Between(input, () => passed(place));
        return stage.call(behindBorder);
    }

    private static Sequential Stage(int inChannels, int outChannels, int blocks, int stride, Layers layers)
    {
        var stage = nn.Sequential(new BasicBlock(inChannels, outChannels, stride, layers));
        for (var i = 1; i < blocks; i++)
        {
            stage.append(new BasicBlock(outChannels, outChannels, stride: 1, layers));
        }

        return stage;
    }
}

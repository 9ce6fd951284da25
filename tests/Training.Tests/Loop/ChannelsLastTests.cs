using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Tests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.Loop;

[Collection(nameof(TorchTests))]
public sealed class ChannelsLastTests
{
    [Fact]
    public void ItComputesTheSameButForTheLastBits()
    {
        manual_seed(1);
        using var model = ModelZoo.Create("resnet18", 10);
        using var images = rand(8, 3, 32, 32);

        var (usual, usualGradient) = Step(model, images);
        model.ChannelsLast = true;
        var (turned, turnedGradient) = Step(model, images);

        Assert.True(turned.allclose(usual, 1e-3, 1e-4), $"logits differ by {(turned - usual).abs().max().item<float>()}");
        Assert.True(
            (turnedGradient - usualGradient).norm().item<float>() < 1e-2 * usualGradient.norm().item<float>(), "gradients of the first layer differ");
    }

    [Fact]
    public void EveryLayerKeepsIt()
    {
        using var model = ModelZoo.Create("resnet18", 10);
        model.ChannelsLast = true;
        using var images = rand(2, 3, 32, 32);
        using var noGrad = no_grad();
        long[]? strides = null;
        var last = (Sequential)model.named_children().Single(child => child.name == "conv5_x").module;
        last.register_forward_hook((_, _, output) =>
        {
            strides = output.stride();
            return output;
        });

        using var logits = model.call(images);

        Assert.Equal([512 * 4 * 4, 1, 4 * 512, 512], strides!);
    }

    [Fact]
    public void ItLearnsAndRepeatsToTheBit()
    {
        var usual = EightImages.Losses(EightImages.Plan with { Epochs = 1 });
        var first = EightImages.Losses(EightImages.Plan with { ChannelsLast = true });
        var second = EightImages.Losses(EightImages.Plan with { ChannelsLast = true });

        Assert.Equal(first, second);
        Assert.Equal(usual[0], first[0], 0.05);
        Assert.True(first[^1] < 0.5 * first[0], $"the loss went from {first[0]} to {first[^1]}");
    }

    private static (Tensor Logits, Tensor Gradient) Step(CifarResNet model, Tensor images)
    {
        model.zero_grad();
        var logits = model.call(images);
        logits.square().sum().backward();
        return (logits, model.parameters().First().grad!.clone());
    }
}

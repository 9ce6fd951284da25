using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Tests.Loop;
using ResNet.Distributed.Training.Tests.Models;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.Winograd;

[Collection(nameof(TorchTests))]
public sealed class WinogradTrainingTests
{
    [Fact]
    public void A_step_is_the_usual_one_but_for_the_last_bits()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var images = rand(8, 3, 32, 32);

        var (usual, usualGradient) = Step(winograd: false, images);
        var (own, ownGradient) = Step(winograd: true, images);

        Assert.True(own.allclose(usual, 1e-3, 1e-3), $"logits differ by {(own - usual).abs().max().item<float>()}");

        // The last bits decide for a few numbers near zero whether a ReLU lets their gradient pass.
        var distance = ((ownGradient - usualGradient).norm() / usualGradient.norm()).item<float>();
        Assert.True(distance < 0.05, $"gradients of the first layer differ by {distance} of their norm");
    }

    [Fact]
    public void It_learns_and_repeats_to_the_bit()
    {
        var usual = EightImages.Losses(EightImages.Plan with { Epochs = 1 });
        var first = EightImages.Losses(EightImages.Plan with { Winograd = true });
        var second = EightImages.Losses(EightImages.Plan with { Winograd = true });

        Assert.Equal(first, second);
        Assert.NotEqual(usual[0], first[0]);
        Assert.Equal(usual[0], first[0], 0.05);
        Assert.True(first[^1] < 0.5 * first[0], $"the loss went from {first[0]} to {first[^1]}");
    }

    private static (Tensor Logits, Tensor Gradient) Step(bool winograd, Tensor images)
    {
        manual_seed(1);
        var model = ModelZoo.Create("resnet18", 10, norm: null, winograd: winograd);
        var logits = model.call(images);
        logits.square().sum().backward();
        return (logits, model.parameters().First().grad!.clone());
    }
}

using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Numerics;
using ResNet.Distributed.Training.Optimizers;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.Models;

[Collection(nameof(TorchTests))]
public sealed class Bf16Tests
{
    [Fact]
    public void ItsWeightsAreThoseOfFloat32UnderTheSameNames()
    {
        using var single = Model(Precision.Fp32);
        using var half = Model(Precision.Bf16);

        Assert.Equal(single.named_parameters().Select(p => p.name), half.named_parameters().Select(p => p.name));
        Assert.Equal(single.named_buffers().Select(b => b.name), half.named_buffers().Select(b => b.name));
        Assert.Equal(WeightsDigest.Of(single), WeightsDigest.Of(half));
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    [InlineData(1, 2)]
    public void AConvolutionIsThatOfItsRoundedFactors(int kernelSize, int stride)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        manual_seed(5);
        var input = rand(2, 8, 6, 6);
        var conv = new Layers(Precision.Bf16, norm: null).Conv(8, 4, kernelSize, stride);

        var output = conv.call(input);

        var exact = nn.functional.conv2d(
            Rounded(input), Rounded(conv.weight), strides: [stride, stride], padding: [kernelSize / 2, kernelSize / 2]);
        Assert.Equal((ScalarType.BFloat16, ScalarType.Float32), (output.dtype, conv.weight.dtype));
        Assert.Equal(exact.shape, output.shape);
        AssertNear(exact, output.to(ScalarType.Float32), 1.0 / 256); // half of the last of bfloat16's 8 bits
    }

    [Fact]
    public void LogitsGradientsAndRunningStatisticsAreFloat32NearThoseOfFloat32()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        var (images, labels) = (rand(4, 3, 32, 32), randint(0, 10, [4], ScalarType.Int64));

        var single = Step(Precision.Fp32, images, labels);
        var half = Step(Precision.Bf16, images, labels);

        Assert.Equal((ScalarType.Float32, ScalarType.Float32), (half.Logits.dtype, half.Gradients.dtype));
        AssertNear(single.Logits, half.Logits, 0.05);
        Assert.InRange(CosineOf(single.Gradients, half.Gradients), 0.9, 1); // PyTorch's autocast: 0.94
        Assert.Equal(ScalarType.Float32, half.Variance.dtype);
        AssertNear(single.Variance, half.Variance, 0.01);
        Assert.Equal([3, 2, 1, 0], half.StagesPassed);
    }

    private static CifarResNet Model(Precision precision)
    {
        manual_seed(4);
        return ModelZoo.Create("resnet18", 10, norm: null, precision);
    }

    private static (Tensor Logits, Tensor Gradients, Tensor Variance, List<int> StagesPassed) Step(Precision precision, Tensor images, Tensor labels)
    {
        using var model = Model(precision);
        List<int> passed = [];
        model.StagePassed = passed.Add;
        using var parameters = new FlatParameters(model);
        var logits = model.call(images);
        nn.functional.cross_entropy(logits, labels).backward();
        var variance = model.named_buffers().Single(b => b.name == "conv1.1.running_var").buffer;
        return (logits.detach(), parameters.Gradients.clone(), variance.clone(), passed);
    }

    private static Tensor Rounded(Tensor values) => values.to(ScalarType.BFloat16).to(ScalarType.Float32);

    // Relative to the largest value.
    private static void AssertNear(Tensor expected, Tensor actual, double tolerance)
    {
        var error = (expected - actual).abs().max().item<float>() / expected.abs().max().item<float>();
        Assert.True(error <= tolerance, $"off by {error} of the largest value");
    }

    private static double CosineOf(Tensor a, Tensor b)
    {
        var (x, y) = (a.to(ScalarType.Float64), b.to(ScalarType.Float64));
        return (x.dot(y) / (x.norm() * y.norm())).item<double>();
    }
}

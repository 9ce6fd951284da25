using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Numerics;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.Models;

[Collection(nameof(TorchTests))]
public sealed class CifarResNetTests
{
    [Theory] // The digests are PyTorch 1.13's, after torch.manual_seed(seed) and the original script's model.
    [InlineData("resnet18", 0, "110127df1ebab2c7f76a68f45b014c88ca58ff45f58e56943f940f14a65da241")]
    [InlineData("resnet18", 1, "c4a89d8ec40bc7ca59dde7be05f25be2e054eb671a87c1a7f10c983564214c29")]
    [InlineData("resnet34", 2, "12e4673469ffa12d4a26cdc1eaa2acd3e0bc182ce8c65ab70a3510adc78e2fe4")]
    public void ASeedGivesPyTorchsInitialWeights(string name, long seed, string digest)
    {
        manual_seed(seed);
        using var model = ModelZoo.Create(name, classes: 100);

        Assert.Equal(digest, WeightsDigest.OfParameters(model));
    }

    [Theory]
    [InlineData("resnet18", 62, 60, 11_173_962)]
    [InlineData("resnet34", 110, 108, 21_282_122)]
    public void HasTheScriptsParametersAndBuffers(string name, int parameters, int buffers, long numbers)
    {
        using var model = ModelZoo.Create(name, classes: 10);

        var names = model.named_parameters().Select(p => p.name).ToArray();
        Assert.Equal(parameters, names.Length);
        Assert.Equal(["conv1.0.weight", "conv1.1.weight", "conv1.1.bias", "conv2_x.0.residual_function.0.weight"], names[..4]);
        Assert.Contains("conv3_x.0.shortcut.1.bias", names);
        Assert.DoesNotContain("conv2_x.0.shortcut.0.weight", names);
        Assert.Equal(["fc.weight", "fc.bias"], names[^2..]);
        Assert.Equal(numbers, model.parameters().Sum(p => p.numel()));
        Assert.Equal(buffers, model.named_buffers().Count());
        var batches = model.named_buffers().Single(b => b.name == "conv5_x.1.residual_function.4.num_batches_tracked").buffer;
        Assert.Equal(ScalarType.Int64, batches.dtype);
        Assert.Empty(batches.shape);
    }

    [Fact]
    public void GivesOneRowOfLogitsPerImage()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = ModelZoo.Create("resnet18", classes: 7);

        Assert.Equal([3, 7], model.call(rand(3, 3, 32, 32)).shape);
        Assert.Equal(7, model.Classes);
    }

    [Fact]
    public void TheDigestCoversBuffersToo()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = ModelZoo.Create("resnet18", classes: 10);
        var (all, parameters) = (WeightsDigest.Of(model), WeightsDigest.OfParameters(model));

        model.call(rand(2, 3, 32, 32)); // training mode: the running statistics move

        Assert.Equal(parameters, WeightsDigest.OfParameters(model));
        Assert.NotEqual(all, WeightsDigest.Of(model));
    }

    [Fact]
    public void AnUnknownNameIsRefusedWithTheKnownOnes()
    {
        var error = Assert.Throws<ArgumentException>(() => ModelZoo.Create("resnet19", 10));

        Assert.Contains("'resnet19'", error.Message);
        Assert.Contains("resnet18, resnet34", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => ModelZoo.Create("resnet18", 0));
    }
}

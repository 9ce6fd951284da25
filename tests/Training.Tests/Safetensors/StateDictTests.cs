using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Numerics;
using ResNet.Distributed.Training.Safetensors;
using ResNet.Distributed.Training.Tests.Models;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.Safetensors;

[Collection(nameof(TorchTests))]
public sealed class StateDictTests
{
    [Fact]
    public void AModelComesBackFromItsFile()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var model = ModelZoo.Create("resnet18", 10);
        using var other = ModelZoo.Create("resnet18", 10);
        using (no_grad())
        {
            model.call(rand(4, 3, 32, 32)); // moves the running statistics
        }

        SafetensorsFile.Write(folder.File("m"), StateDict.Of(model));
        using var file = SafetensorsFile.Read(folder.File("m"));
        StateDict.Load(other, file.Tensors);

        Assert.Equal(WeightsDigest.Of(model), WeightsDigest.Of(other));
        Assert.All(other.parameters(), p => Assert.True(p.requires_grad));
        Assert.Equal(ScalarType.Int64, file.Tensors["conv1.1.num_batches_tracked"].dtype);
    }

    [Fact]
    public void EveryMismatchIsListedAndNothingIsLoaded()
    {
        using var scope = NewDisposeScope();
        using var model = ModelZoo.Create("resnet18", 10);
        var before = WeightsDigest.Of(model);
        var tensors = StateDict.Of(model).ToDictionary(t => t.Name, t => t.Tensor.detach() + 1);
        tensors.Remove("fc.bias");
        tensors.Remove("conv1.1.running_var");
        tensors["extra"] = ones(1);
        tensors["fc.weight"] = ones(100, 512);
        tensors["conv1.1.num_batches_tracked"] = zeros([], ScalarType.Float32);

        var error = Assert.Throws<StateDictException>(() => StateDict.Load(model, tensors));

        Assert.Equal(["fc.bias", "conv1.1.running_var"], error.Missing);
        Assert.Equal(["extra"], error.Unexpected);
        Assert.Equal(
            ["fc.weight (found Float32 [100, 512], expected Float32 [10, 512])",
                "conv1.1.num_batches_tracked (found Float32 [], expected Int64 [])"],
            error.Different);
        Assert.All(error.Missing.Concat(error.Unexpected).Concat(error.Different), name => Assert.Contains(name, error.Message));
        Assert.Equal(before, WeightsDigest.Of(model));
    }
}

using ResNet.Distributed.Training.Data;
using ResNet.Distributed.Training.Export;
using ResNet.Distributed.Training.Numerics;
using ResNet.Distributed.Training.Safetensors;
using ResNet.Distributed.Training.Tests.Checkpoints;
using ResNet.Distributed.Training.Tests.Models;
using ResNet.Distributed.Training.Tests.Safetensors;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.Export;

[Collection(nameof(TorchTests))]
public sealed class TrainedModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("model.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_weights_of_an_epoch_come_back_in_evaluation_mode()
    {
        using var model = SampleModels.Create("resnet18", classes: 3);
        SampleModels.Write(File, model, ("trial", "lr/2"), (ModelText.Classes, ModelText.OfNames(["cat", "dog"])));

        using var read = TrainedModel.Read(File);

        Assert.Equal(("resnet18", WeightsDigest.Of(model)), (read.Name, read.WeightsSha256));
        Assert.False(read.Network.training);
        Assert.Equal("lr/2", read.Metadata["trial"]);
        Assert.Equal(["cat", "dog", "class 2"], read.ClassNames);
    }

    [Fact]
    public void A_checkpoint_has_the_model_as_well_and_is_known_by_its_name_when_it_is_damaged()
    {
        using var runs = new KeptRuns();
        runs.RunSteps(KeptRuns.Standard, steps: 1);

        using var read = TrainedModel.Read(runs.Newest);
        using var checkpoint = SafetensorsFile.Read(runs.Newest);

        Assert.Equal(CifarFormat.ClassNames, read.ClassNames);
        Assert.Equal(checkpoint.Tensors["model.fc.bias"].data<float>().ToArray(), read.Network.named_parameters().Last().parameter.data<float>().ToArray());
        Assert.Equal([ModelText.Model, "data"], read.Metadata.Keys);

        FlipABit(runs.Newest);

        AssertRefused(runs.Newest, "it is damaged", "as its name says");
    }

    [Fact]
    public void Damaged_weights_are_known_by_their_hash()
    {
        using (var model = SampleModels.Create("resnet18"))
        {
            SampleModels.Write(File, model);
        }

        FlipABit(File);

        AssertRefused(File, "they are damaged", "as its metadata says");
    }

    [Theory]
    [InlineData("resnet19", "a model named 'resnet19'", "resnet18, resnet34")]
    [InlineData("resnet34", "tensors that are not resnet34's", "Missing: conv2_x.2.")]
    public void Another_model_is_refused(string name, params string[] expected)
    {
        using (var model = SampleModels.Create("resnet18"))
        {
            SampleModels.Write(File, model, (ModelText.Model, name));
        }

        AssertRefused(File, expected);
    }

    [Fact]
    public void Weights_that_are_no_numbers_are_refused()
    {
        using (var model = SampleModels.Create("resnet18"))
        {
            using var noGrad = no_grad();
            model.named_parameters().Last().parameter.fill_(float.NaN);
            SampleModels.Write(File, model);
        }

        AssertRefused(File, "tensor 'fc.bias'", "not a number");
    }

    [Fact]
    public void Tensors_that_are_no_model_are_refused()
    {
        using (var tensor = ones(3))
        {
            SafetensorsFile.Write(File, [("fc.weight", tensor)], new Dictionary<string, string> { [ModelText.Model] = "resnet18" });
            SafetensorsFile.Write(_folder.File("nameless"), [("fc.weight", tensor)]);
        }

        AssertRefused(File, "tensor 'fc.weight'", "[classes, 512]");
        AssertRefused(_folder.File("nameless"), "no 'model' in its metadata");
    }

    private static void FlipABit(string path)
    {
        using var stream = new FileStream(path, FileMode.Open);
        stream.Position = 10_000_000;
        var value = stream.ReadByte();
        stream.Position = 10_000_000;
        stream.WriteByte((byte)(value ^ 1));
    }

    private static void AssertRefused(string path, params string[] expected)
    {
        var error = Assert.Throws<SafetensorsException>(() => TrainedModel.Read(path));

        Assert.StartsWith(path, error.Message);
        Assert.All(expected, text => Assert.Contains(text, error.Message));
    }
}

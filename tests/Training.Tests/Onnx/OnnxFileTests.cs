using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Onnx;
using ResNet.Distributed.Training.Tests.Export;
using ResNet.Distributed.Training.Tests.Loop;
using ResNet.Distributed.Training.Tests.Models;
using ResNet.Distributed.Training.Tests.Safetensors;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace ResNet.Distributed.Training.Tests.Onnx;

/// <summary>Files written here, computed by ONNX Runtime.</summary>
[Collection(nameof(TorchTests))]
public sealed class OnnxFileTests : IDisposable
{
    private const double Tolerance = 1e-4;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("resnet18", 10)]
    [InlineData("resnet34", 100)]
    public void The_logits_are_those_of_torch_for_batches_of_any_size(string name, int classes)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = SampleModels.Create(name, classes);
        using var session = Open(model);

        foreach (var images in (Tensor[])[rand(1, 3, 32, 32), rand(5, 3, 32, 32), Pictures(1), Pictures(5), randn(2, 3, 32, 32)])
        {
            var expected = model.call(images);

            var actual = Run(session, images);

            Assert.Equal(expected.shape, actual.Dimensions.ToArray().Select(length => (long)length));
            Assert.All(expected.data<float>().ToArray().Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
        }

        // The weights tell classes apart: what is compared are no zeros.
        Assert.True(model.call(rand(1, 3, 32, 32)).std().item<float>() > 0.01);
    }

    [Fact]
    public void The_file_says_what_goes_in_what_comes_out_and_whose_it_is()
    {
        using var model = SampleModels.Create("resnet18");

        using var session = Open(model, new() { ["trial"] = "lr/3", ["classes"] = """["cat","dog"]""" });

        var (input, output) = (Assert.Single(session.InputMetadata), Assert.Single(session.OutputMetadata));
        Assert.Equal(("images", typeof(float)), (input.Key, input.Value.ElementType));
        Assert.Equal([-1, 3, 32, 32], input.Value.Dimensions);
        Assert.Equal("N", input.Value.SymbolicDimensions[0]);
        Assert.Equal("logits", output.Key);
        Assert.Equal([-1, 10], output.Value.Dimensions);
        Assert.Equal("resnet18", session.ModelMetadata.GraphName);
        Assert.Equal("ResNet.Distributed", session.ModelMetadata.ProducerName);
        Assert.Contains("divided by 255", session.ModelMetadata.Description);
        Assert.Equal(("lr/3", """["cat","dog"]"""), (session.ModelMetadata.CustomMetadataMap["trial"], session.ModelMetadata.CustomMetadataMap["classes"]));
    }

    [Fact]
    public void Format_and_operators_have_the_versions_that_are_promised()
    {
        using var model = SampleModels.Create("resnet18");
        OnnxFile.Write(_folder.File("m.onnx"), model, new Dictionary<string, string>());

        var input = new CodedInputStream(File.ReadAllBytes(_folder.File("m.onnx")));
        var (version, opset) = (0L, ByteString.Empty);
        while (input.ReadTag() is var tag && tag != 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    version = input.ReadInt64();
                    break;
                case 8:
                    opset = input.ReadBytes();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        Assert.Equal((8L, "0A001011"), (version, Convert.ToHexString(opset.Span)));
        Assert.Equal(["m.onnx"], _folder.FileNames());
    }

    private InferenceSession Open(CifarResNet model, Dictionary<string, string>? metadata = null)
    {
        OnnxFile.Write(_folder.File("m.onnx"), model, metadata ?? []);
        return new InferenceSession(_folder.File("m.onnx"));
    }

    private static DenseTensor<float> Run(InferenceSession session, Tensor images)
    {
        var input = new DenseTensor<float>(images.data<float>().ToArray(), [.. images.shape.Select(length => (int)length)]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("images", input)]);
        return results.Single().AsTensor<float>().ToDenseTensor();
    }

    private static Tensor Pictures(int count)
    {
        using var reader = new HostBatchReader(SyntheticImages.Create(count, 5), CPU);
        return reader.Read([.. Enumerable.Range(0, count)]).Inputs;
    }
}

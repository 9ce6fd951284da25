using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Safetensors;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Onnx;

/// <summary>Describes a <see cref="CifarResNet"/> in evaluation mode as a graph. Values and weights have the state dict's names.</summary>
internal sealed class OnnxResNet
{
    /// <summary>The input: float32 [N, 3, 32, 32], RGB, 0 to 1.</summary>
    public const string Input = "images";

    /// <summary>The output: float32 [N, classes], before a softmax.</summary>
    public const string Output = "logits";

    private const string Batch = "N";

    // torch's own, which the model does not change.
    private const float NormEpsilon = 1e-5f;

    private readonly OnnxGraph _graph;
    private readonly Dictionary<string, Tensor> _weights;

    private OnnxResNet(CifarResNet model)
    {
        _graph = new OnnxGraph(model.GetName());
        _weights = StateDict.Of(model).ToDictionary(t => t.Name, t => t.Tensor, StringComparer.Ordinal);
    }

    /// <summary>The graph of a model.</summary>
    public static ProtobufMessage GraphOf(CifarResNet model)
    {
        var resnet = new OnnxResNet(model);
        resnet.AddNodes();
        return resnet._graph.ToMessage(Input, [Batch, 3L, 32L, 32L], Output, [Batch, (long)model.Classes]);
    }

    private void AddNodes()
    {
        var value = Relu("conv1.2", Norm("conv1.1", Conv("conv1.0", Input, stride: 1)));
        foreach (var (place, stage) in CifarResNet.StageNames.Index())
        {
            for (var i = 0; _weights.ContainsKey($"{stage}.{i}.residual_function.0.weight"); i++)
            {
                value = Block($"{stage}.{i}", value, stride: place > 0 && i == 0 ? 2 : 1);
            }
        }

        var pooled = _graph.Node("GlobalAveragePool", "avg_pool", [value]);
        var flat = _graph.Node("Flatten", "avg_pool.flat", [pooled], OnnxAttribute.Integer("axis", 1));
        _graph.Node("Gemm", Output, [flat, Weight("fc.weight"), Weight("fc.bias")], OnnxAttribute.Integer("transB", 1));
    }

    private string Block(string block, string input, int stride)
    {
        var inner = $"{block}.residual_function";
        var residual = Relu($"{inner}.2", Norm($"{inner}.1", Conv($"{inner}.0", input, stride)));
        residual = Norm($"{inner}.4", Conv($"{inner}.3", residual, stride: 1));
        var outer = $"{block}.shortcut";
        var shortcut = _weights.ContainsKey($"{outer}.0.weight") ? Norm($"{outer}.1", Conv($"{outer}.0", input, stride)) : input;
        return Relu(block, _graph.Node("Add", $"{block}.sum", [residual, shortcut]));
    }

    private string Conv(string layer, string input, int stride)
    {
        var weight = Weight($"{layer}.weight");
        var kernel = _weights[weight].shape[2];
        return _graph.Node(
            "Conv", layer, [input, weight], OnnxAttribute.Integers("kernel_shape", kernel, kernel), OnnxAttribute.Integers("strides", stride, stride),
            OnnxAttribute.Integers("pads", Enumerable.Repeat(kernel / 2, 4)));
    }

    private string Norm(string layer, string input)
    {
        string[] inputs = [input, Weight($"{layer}.weight"), Weight($"{layer}.bias"), Weight($"{layer}.running_mean"), Weight($"{layer}.running_var")];
        return _graph.Node("BatchNormalization", layer, inputs, OnnxAttribute.Float("epsilon", NormEpsilon));
    }

    private string Relu(string output, string input) => _graph.Node("Relu", output, [input]);

    private string Weight(string name) => _graph.Initializer(name, _weights[name]);
}

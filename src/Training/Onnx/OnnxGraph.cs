using Google.Protobuf;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Onnx;

/// <summary>
/// A graph of operators as ONNX describes it: nodes in the order in which they are computed, and the tensors that are part of the
/// model (onnx.proto: GraphProto, NodeProto, TensorProto, ValueInfoProto). A node is named like the value that it gives.
/// </summary>
/// <param name="name">The graph's name.</param>
/// <seealso href="https://github.com/onnx/onnx/blob/main/docs/IR.md">The format.</seealso>
internal sealed class OnnxGraph(string name)
{
    private const int FloatType = 1;

    private readonly List<ProtobufMessage> _nodes = [];
    private readonly Dictionary<string, ProtobufMessage> _initializers = new(StringComparer.Ordinal);

    /// <summary>Adds a node.</summary>
    /// <param name="operation">The operator, such as <c>Conv</c>.</param>
    /// <param name="output">The value that it gives.</param>
    /// <param name="inputs">The values that it takes.</param>
    /// <param name="attributes">See <see cref="OnnxAttribute"/>.</param>
    /// <returns>The output's name.</returns>
    public string Node(string operation, string output, IEnumerable<string> inputs, params ProtobufMessage[] attributes)
    {
        _nodes.Add(new ProtobufMessage()
            .Each(inputs, (node, input) => node.Text(1, input))
            .Text(2, output)
            .Text(3, output)
            .Text(4, operation)
            .Each(attributes, (node, attribute) => node.Message(5, attribute)));
        return output;
    }

    /// <summary>Adds a tensor of float32, unless there is one of this name.</summary>
    /// <returns>The name.</returns>
    public string Initializer(string tensorName, Tensor tensor)
    {
        if (!_initializers.ContainsKey(tensorName))
        {
            using var scope = NewDisposeScope();
            _initializers[tensorName] = new ProtobufMessage()
                .Each(tensor.shape, (message, length) => message.Integer(1, length))
                .Integer(2, FloatType)
                .Text(8, tensorName)
                .Bytes(9, ByteString.CopyFrom(tensor.detach().cpu().contiguous().bytes));
        }

        return tensorName;
    }

    /// <summary>The message.</summary>
    /// <param name="input">The graph's only input, float32.</param>
    /// <param name="inputShape">Its lengths: a number, or the name of one that may be any.</param>
    /// <param name="output">Its only output, float32.</param>
    /// <param name="outputShape">As <paramref name="inputShape"/>.</param>
    public ProtobufMessage ToMessage(string input, IEnumerable<object> inputShape, string output, IEnumerable<object> outputShape) =>
        new ProtobufMessage()
            .Each(_nodes, (graph, node) => graph.Message(1, node))
            .Text(2, name)
            .Each(_initializers.Values, (graph, initializer) => graph.Message(5, initializer))
            .Message(11, Value(input, inputShape))
            .Message(12, Value(output, outputShape));

    // TypeProto.tensor_type = 1: elem_type = 1, shape = 2; a dimension is a dim_value = 1 or a dim_param = 2.
    private static ProtobufMessage Value(string valueName, IEnumerable<object> shape)
    {
        var dimensions = new ProtobufMessage().Each(shape, (message, length) => message.Message(1, length is string free
            ? new ProtobufMessage().Text(2, free)
            : new ProtobufMessage().Integer(1, Convert.ToInt64(length, null))));
        var tensor = new ProtobufMessage().Integer(1, FloatType).Message(2, dimensions);
        return new ProtobufMessage().Text(1, valueName).Message(2, new ProtobufMessage().Message(1, tensor));
    }
}

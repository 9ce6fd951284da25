namespace ResNet.Distributed.Training.Onnx;

/// <summary>Attributes of a node (onnx.proto: AttributeProto).</summary>
internal static class OnnxAttribute
{
    private const int Name = 1;
    private const int FloatValue = 2;
    private const int IntegerValue = 3;
    private const int IntegerValues = 8;
    private const int Kind = 20;

    private const int FloatKind = 1;
    private const int IntegerKind = 2;
    private const int IntegersKind = 7;

    /// <summary>A float.</summary>
    public static ProtobufMessage Float(string name, float value) =>
        new ProtobufMessage().Text(Name, name).Float(FloatValue, value).Integer(Kind, FloatKind);

    /// <summary>A whole number.</summary>
    public static ProtobufMessage Integer(string name, long value) =>
        new ProtobufMessage().Text(Name, name).Integer(IntegerValue, value).Integer(Kind, IntegerKind);

    /// <summary>A list of whole numbers.</summary>
    public static ProtobufMessage Integers(string name, params IEnumerable<long> values) => new ProtobufMessage()
        .Text(Name, name)
        .Each(values, (message, value) => message.Integer(IntegerValues, value))
        .Integer(Kind, IntegersKind);
}

using Google.Protobuf;

namespace ResNet.Distributed.Training.Onnx;

/// <summary>A message of Protocol Buffers, put together field by field. A message that was added to another one does not change any more.</summary>
internal sealed class ProtobufMessage
{
    private readonly List<Action<CodedOutputStream>> _fields = [];

    /// <summary>Its size in bytes.</summary>
    public int Size { get; private set; }

    /// <summary>Adds an integer or an enum's value.</summary>
    public ProtobufMessage Integer(int field, long value) => Add(
        field, WireFormat.WireType.Varint, CodedOutputStream.ComputeInt64Size(value), output => output.WriteInt64(value));

    /// <summary>Adds a float.</summary>
    public ProtobufMessage Float(int field, float value) => Add(
        field, WireFormat.WireType.Fixed32, CodedOutputStream.ComputeFloatSize(value), output => output.WriteFloat(value));

    /// <summary>Adds a text.</summary>
    public ProtobufMessage Text(int field, string value) => Add(
        field, WireFormat.WireType.LengthDelimited, CodedOutputStream.ComputeStringSize(value), output => output.WriteString(value));

    /// <summary>Adds bytes.</summary>
    public ProtobufMessage Bytes(int field, ByteString value) => Add(
        field, WireFormat.WireType.LengthDelimited, CodedOutputStream.ComputeBytesSize(value), output => output.WriteBytes(value));

    /// <summary>Adds a message within this one.</summary>
    public ProtobufMessage Message(int field, ProtobufMessage value)
    {
        var size = value.Size;
        return Add(field, WireFormat.WireType.LengthDelimited, checked(CodedOutputStream.ComputeLengthSize(size) + size), output =>
        {
            output.WriteLength(size);
            value.WriteTo(output);
        });
    }

    /// <summary>Adds a field once for each of several values.</summary>
    public ProtobufMessage Each<T>(IEnumerable<T> values, Action<ProtobufMessage, T> add)
    {
        foreach (var value in values)
        {
            add(this, value);
        }

        return this;
    }

    /// <summary>Writes the fields in the order in which they were added.</summary>
    public void WriteTo(CodedOutputStream output) => _fields.ForEach(write => write(output));

    private ProtobufMessage Add(int field, WireFormat.WireType type, int size, Action<CodedOutputStream> write)
    {
        Size = checked(Size + CodedOutputStream.ComputeTagSize(field) + size);
        _fields.Add(output =>
        {
            output.WriteTag(field, type);
            write(output);
        });
        return this;
    }
}

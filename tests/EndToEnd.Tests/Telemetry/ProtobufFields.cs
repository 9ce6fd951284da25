using System.Buffers.Binary;
using System.Text;

namespace ResNet.Distributed.EndToEnd.Tests.Telemetry;

/// <summary>A message of protobuf's wire format, without its schema: what each field number holds.</summary>
internal sealed class ProtobufFields
{
    private readonly List<(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)> _fields = [];

    public ProtobufFields(ReadOnlyMemory<byte> message)
    {
        var at = 0;
        while (at < message.Length)
        {
            var tag = Varint(message.Span, ref at);
            var (number, type) = ((int)(tag >> 3), tag & 7);
            switch (type)
            {
                case 0:
                    _fields.Add((number, Varint(message.Span, ref at), default));
                    break;
                case 1:
                    _fields.Add((number, BinaryPrimitives.ReadUInt64LittleEndian(message.Span[at..]), default));
                    at += 8;
                    break;
                case 2:
                    var length = checked((int)Varint(message.Span, ref at));
                    _fields.Add((number, 0, message.Slice(at, length)));
                    at += length;
                    break;
                case 5:
                    _fields.Add((number, BinaryPrimitives.ReadUInt32LittleEndian(message.Span[at..]), default));
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"Field {number} has wire type {type}.");
            }
        }
    }

    /// <summary>The messages of a repeated field.</summary>
    public IEnumerable<ProtobufFields> Messages(int number) => All(number).Select(field => new ProtobufFields(field.Bytes));

    /// <summary>The text of a field; empty where it is missing.</summary>
    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number).Span);

    /// <summary>The bytes of a field as hexadecimal digits; empty where it is missing.</summary>
    public string Hex(int number) => Convert.ToHexStringLower(Bytes(number).Span);

    /// <summary>The number in a field; 0 where it is missing.</summary>
    public ulong Number(int number) => All(number).LastOrDefault().Value;

    private ReadOnlyMemory<byte> Bytes(int number) => All(number).LastOrDefault().Bytes;

    private IEnumerable<(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)> All(int number) => _fields.Where(field => field.Number == number);

    private static ulong Varint(ReadOnlySpan<byte> message, ref int at)
    {
        var (value, shift) = (0UL, 0);
        while (true)
        {
            var next = message[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }

            shift += 7;
        }
    }
}

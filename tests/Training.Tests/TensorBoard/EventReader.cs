using System.Buffers.Binary;
using System.Text;

namespace ResNet.Distributed.Training.Tests.TensorBoard;

/// <summary>
/// Reads TensorBoard's files without any of the code that writes them: bit by bit for the checksums, field by field for the messages
/// (event.proto, summary.proto).
/// </summary>
internal static class EventReader
{
    public static List<Entry> Read(string path)
    {
        var data = File.ReadAllBytes(path).AsSpan();
        var events = new List<Entry>();
        while (data.Length > 0)
        {
            var length = (int)BinaryPrimitives.ReadInt64LittleEndian(data);
            Assert.Equal(MaskedCrc(data[..8]), BinaryPrimitives.ReadUInt32LittleEndian(data[8..]));
            var record = data.Slice(12, length);
            Assert.Equal(MaskedCrc(record), BinaryPrimitives.ReadUInt32LittleEndian(data[(12 + length)..]));
            events.Add(Event(record));
            data = data[(16 + length)..];
        }

        return events;
    }

    private static uint MaskedCrc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var next in data)
        {
            crc ^= next;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 1 ? 0x82f63b78 : 0);
            }
        }

        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xa282ead8;
    }

    // double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5
    private static Entry Event(ReadOnlySpan<byte> message)
    {
        var entry = new Entry(0, 0, "", []);
        while (message.Length > 0)
        {
            var (field, value, bytes) = Field(ref message);
            entry = field switch
            {
                1 => entry with { WallTime = BitConverter.Int64BitsToDouble((long)value) },
                2 => entry with { Step = (long)value },
                3 => entry with { Version = Encoding.UTF8.GetString(bytes) },
                5 => entry with { Scalars = Summary(bytes) },
                _ => throw new InvalidDataException($"An event has no field {field}."),
            };
        }

        return entry;
    }

    // repeated Value value = 1, with: string tag = 1; float simple_value = 2
    private static List<(string Tag, float Value)> Summary(ReadOnlySpan<byte> message)
    {
        var scalars = new List<(string, float)>();
        while (message.Length > 0)
        {
            ReadOnlySpan<byte> value = Field(ref message).Bytes;
            var scalar = (Tag: "", Value: 0f);
            while (value.Length > 0)
            {
                var (field, number, bytes) = Field(ref value);
                scalar = field == 1 ? (Encoding.UTF8.GetString(bytes), scalar.Value) : (scalar.Tag, BitConverter.UInt32BitsToSingle((uint)number));
            }

            scalars.Add(scalar);
        }

        return scalars;
    }

    private static (int Field, ulong Value, byte[] Bytes) Field(ref ReadOnlySpan<byte> message)
    {
        var tag = Varint(ref message);
        var length = (tag & 7) switch { 0 => 0, 1 => 8, 2 => (int)Varint(ref message), 5 => 4, _ => throw new InvalidDataException("Wire type.") };
        var value = (tag & 7) switch
        {
            0 => Varint(ref message),
            1 => BinaryPrimitives.ReadUInt64LittleEndian(message),
            5 => BinaryPrimitives.ReadUInt32LittleEndian(message),
            _ => 0UL,
        };
        var bytes = message[..length].ToArray();
        message = message[length..];
        return ((int)(tag >> 3), value, bytes);
    }

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        var (value, shift) = (0UL, 0);
        byte next;
        do
        {
            next = message[0];
            message = message[1..];
            value |= (ulong)(next & 0x7f) << shift;
            shift += 7;
        }
        while (next >= 0x80);

        return value;
    }

    internal sealed record Entry(double WallTime, long Step, string Version, List<(string Tag, float Value)> Scalars);
}

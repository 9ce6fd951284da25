using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace ResNet.Distributed.Training.TensorBoard;

/// <summary>
/// The framing of TensorBoard's files, which is TensorFlow's: length (8 bytes, little-endian), its checksum (4), the record, its checksum
/// (4). A checksum is CRC-32C, rotated and shifted by a constant, so that one over data that holds checksums is still of use.
/// </summary>
internal static class RecordFraming
{
    private const int HeaderBytes = 12;
    private const int FooterBytes = 4;
    private const uint MaskDelta = 0xa282ead8;

    // No record of ours comes near; what claims to be longer is damaged.
    private const ulong Longest = 1 << 24;

    /// <summary>The record in its frame.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> record)
    {
        var frame = new byte[HeaderBytes + record.Length + FooterBytes];
        var span = frame.AsSpan();
        BinaryPrimitives.WriteUInt64LittleEndian(span, (ulong)record.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(span[8..], Checksum(span[..8]));
        record.CopyTo(span[HeaderBytes..]);
        BinaryPrimitives.WriteUInt32LittleEndian(span[^FooterBytes..], Checksum(record));
        return frame;
    }

    /// <summary>Reads the records up to the end, or to the first that is torn or damaged: a writer may have died over it.</summary>
    public static IEnumerable<byte[]> Read(Stream file)
    {
        var header = new byte[HeaderBytes];
        var footer = new byte[FooterBytes];
        while (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) == HeaderBytes)
        {
            var length = BinaryPrimitives.ReadUInt64LittleEndian(header);
            if (length > Longest || BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(8)) != Checksum(header.AsSpan(0, 8)))
            {
                yield break;
            }

            var record = new byte[length];
            if (file.ReadAtLeast(record, record.Length, throwOnEndOfStream: false) < record.Length
                || file.ReadAtLeast(footer, FooterBytes, throwOnEndOfStream: false) < FooterBytes
                || BinaryPrimitives.ReadUInt32LittleEndian(footer) != Checksum(record))
            {
                yield break;
            }

            yield return record;
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(data))
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        foreach (var single in data[(data.Length & ~7)..])
        {
            crc = BitOperations.Crc32C(crc, single);
        }

        return BitOperations.RotateRight(~crc, 15) + MaskDelta;
    }
}

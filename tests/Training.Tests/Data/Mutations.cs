using System.Buffers.Binary;
using CsCheck;

namespace ResNet.Distributed.Training.Tests.Data;

/// <summary>Valid files with one to four faults in them.</summary>
internal static class Mutations
{
    private enum Fault
    {
        Flip,
        Set,
        Cut,
        Insert,
        Remove,
        Duplicate,
        Number,
    }

    /// <summary>Damages the first <paramref name="head"/> bytes, or all.</summary>
    public static Gen<byte[]> Of(byte[] valid, int? head = null) =>
        Gen.Select(
                Gen.Int[0, Enum.GetValues<Fault>().Length - 1],
                Gen.Int[0, Math.Min(head ?? valid.Length, valid.Length) - 1],
                Gen.Int[1, 600],
                Gen.Byte,
                Gen.OneOf(Gen.UInt, Gen.OneOf(0u, 1u, 0x7FFFFFFFu, 0x80000000u, 0xFFFFFFFFu)))
            .Array[1, 4]
            .Select(faults => faults.Aggregate(
                valid, (bytes, f) => bytes.Length == 0 ? bytes : Apply(
                    bytes, (Fault)f.Item1, f.Item2 % bytes.Length, f.Item3, f.Item4, f.Item5)));

    private static byte[] Apply(byte[] bytes, Fault fault, int at, int length, byte value, uint number)
    {
        length = Math.Min(length, bytes.Length - at);
        var copy = bytes.ToArray();
        switch (fault)
        {
            case Fault.Flip: copy[at] ^= (byte)(1 << (value & 7)); return copy;
            case Fault.Set: copy[at] = value; return copy;
            case Fault.Cut: return copy[..at];
            case Fault.Insert: return [.. bytes[..at], .. Enumerable.Repeat(value, length), .. bytes[at..]];
            case Fault.Remove: return [.. bytes[..at], .. bytes[(at + length)..]];
            case Fault.Duplicate: return [.. bytes[..(at + length)], .. bytes[at..]];
            default:
                var four = new byte[4];
                BinaryPrimitives.WriteUInt32LittleEndian(four, number);
                four.AsSpan(0, Math.Min(4, copy.Length - at)).CopyTo(copy.AsSpan(at));
                return copy;
        }
    }
}

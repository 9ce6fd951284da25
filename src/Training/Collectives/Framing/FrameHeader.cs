using System.Runtime.InteropServices;

namespace ResNet.Distributed.Training.Collectives.Framing;

/// <summary>
/// What goes ahead of every message, 48 bytes, little-endian. A receiver of data knows all of it beforehand, and takes nothing
/// else.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct FrameHeader : IEquatable<FrameHeader>
{
    /// <summary>Bytes.</summary>
    public const int Size = 48;

    /// <summary>"RNDF" in ASCII.</summary>
    public const uint ExpectedMagic = 0x46444E52;

    /// <summary>Changes with every change to what the ranks say to each other.</summary>
    public const byte ExpectedVersion = 2;

    public uint Magic;
    public byte Version;
    public FrameKind Kind;

    /// <summary>The rank that sent it.</summary>
    public ushort Sender;

    public int Attempt;

    /// <summary>The sender's choice of a piece within the step.</summary>
    public int Chunk;

    /// <summary>Of data: the call's number in the group. Else: the frame's number on the connection.</summary>
    public long Sequence;

    /// <summary>Of data: values of the whole call.</summary>
    public long Count;

    /// <summary>Of data: how often the ring has turned. Else: the rank that the message is about.</summary>
    public int Step;

    /// <summary>Of a broadcast: its root. Of a message about a rank that is lost: 1.</summary>
    public int Detail;

    /// <summary>Bytes that follow.</summary>
    public int Length;

    /// <summary>0.</summary>
    public int Reserved;

    /// <summary>The bytes as they travel.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public Span<byte> Bytes => MemoryMarshal.AsBytes(new Span<FrameHeader>(ref this));

    public readonly bool Equals(FrameHeader other)
    {
        var mine = this;
        return mine.Bytes.SequenceEqual(other.Bytes);
    }

    public override readonly bool Equals(object? obj) => obj is FrameHeader other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(Kind, Sequence, Step, Chunk);

    /// <summary>The first field in which a header that came is not the one that was expected; null when there is none.</summary>
    public static string? Difference(FrameHeader expected, FrameHeader got)
    {
        (string Name, object Expected, object Got)[] fields =
        [
            ("magic", $"0x{expected.Magic:x8}", $"0x{got.Magic:x8}"),
            ("version", expected.Version, got.Version),
            ("attempt", expected.Attempt, got.Attempt),
            ("sender", expected.Sender, got.Sender),
            ("call", expected.Kind, got.Kind),
            ("sequence", expected.Sequence, got.Sequence),
            ("count", expected.Count, got.Count),
            ("detail", expected.Detail, got.Detail),
            ("step", expected.Step, got.Step),
            ("chunk", expected.Chunk, got.Chunk),
            ("length", expected.Length, got.Length),
            ("reserved", expected.Reserved, got.Reserved),
        ];
        foreach (var (name, wanted, found) in fields)
        {
            if (!wanted.Equals(found))
            {
                return $"expected {name} {wanted}, got {found}";
            }
        }

        return null;
    }
}

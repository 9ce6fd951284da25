using System.Buffers.Binary;
using System.Text;

namespace ResNet.Distributed.Training.Collectives.Connecting;

/// <summary>Who connects to whom, and what for; the first message of a connection, 128 bytes.</summary>
internal sealed record Greeting(string Channel, int Attempt, int WorldSize, int From, int To, LinkPurpose Purpose)
{
    /// <summary>Bytes of a greeting, its nonce included.</summary>
    public const int Size = 128;

    /// <summary>Bytes of random numbers that make every handshake another one.</summary>
    public const int NonceBytes = 32;

    private const uint Magic = 0x48444E52; // "RNDH"
    private const byte Version = 1;
    private const int ChannelAt = 20;
    private const int NonceAt = Size - NonceBytes;

    /// <summary>Writes it, with a nonce.</summary>
    public byte[] Encode(ReadOnlySpan<byte> nonce)
    {
        var bytes = new byte[Size];
        var channel = Encoding.UTF8.GetBytes(Channel);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        bytes[4] = Version;
        bytes[5] = (byte)Purpose;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Attempt);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(12), (ushort)WorldSize);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(14), (ushort)From);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(16), (ushort)To);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(18), (ushort)channel.Length);
        channel.CopyTo(bytes, ChannelAt);
        nonce.CopyTo(bytes.AsSpan(NonceAt));
        return bytes;
    }

    /// <summary>Reads one.</summary>
    /// <returns>Null where it is none.</returns>
    public static Greeting? Decode(ReadOnlySpan<byte> bytes)
    {
        var channelLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..]);
        return bytes.Length == Size
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Magic
            && bytes[4] == Version
            && channelLength <= CollectiveOptions.MaxChannelBytes
                ? new Greeting(
                    Encoding.UTF8.GetString(bytes.Slice(ChannelAt, channelLength)),
                    BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
                    BinaryPrimitives.ReadUInt16LittleEndian(bytes[12..]),
                    BinaryPrimitives.ReadUInt16LittleEndian(bytes[14..]),
                    BinaryPrimitives.ReadUInt16LittleEndian(bytes[16..]),
                    (LinkPurpose)bytes[5])
                : null;
    }

    /// <summary>Compares a greeting that came with the one that is expected here.</summary>
    /// <returns>The first difference, and a sentence about it.</returns>
    public (Refusal Refusal, string Reason) Compare(Greeting came) => this switch
    {
        _ when came.Channel != Channel => (Refusal.Channel, $"it is for channel '{Printable(came.Channel)}', and this is '{Channel}'"),
        _ when came.Attempt != Attempt => (Refusal.Attempt, $"it is of attempt {came.Attempt}, and this is attempt {Attempt}"),
        _ when came.WorldSize != WorldSize =>
            (Refusal.WorldSize, $"it is for a world of {came.WorldSize} ranks, and this one has {WorldSize}"),
        _ when came.From != From || came.To != To =>
            (Refusal.Rank, $"it is from rank {came.From} to rank {came.To}, and expected here is rank {From} to rank {To}"),
        _ when !Enum.IsDefined(came.Purpose) => (Refusal.Format, $"its purpose {(byte)came.Purpose} is unknown"),
        _ => (Refusal.None, ""),
    };

    private static string Printable(string text) =>
        new(text.Select(character => char.IsControl(character) ? '?' : character).ToArray());
}

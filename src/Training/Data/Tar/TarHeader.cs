using System.Text;

namespace ResNet.Distributed.Training.Data.Tar;

/// <summary>What a tar header says of one entry: the fields of POSIX.1-1988 (ustar) that reading a file needs.</summary>
internal readonly record struct TarHeader(string Name, long Length, char Type)
{
    public const int Bytes = 512;

    public bool IsFile => Type is '0' or '\0';

    /// <summary>
    /// Headers for the benefit of the next entry (pax, GNU long names). CIFAR-10's short names need none of them.
    /// </summary>
    public bool IsMetadata => Type is 'x' or 'g' or 'L' or 'K';

    /// <summary>The entry that a block describes; null when the block is no header.</summary>
    public static TarHeader? Parse(ReadOnlySpan<byte> block)
    {
        // The sum is taken with its own field as eight spaces.
        var sum = 8 * ' ';
        for (var i = 0; i < Bytes; i++)
        {
            sum += i is >= 148 and < 156 ? 0 : block[i];
        }

        if (Octal(block.Slice(148, 8)) != sum || Octal(block.Slice(124, 12)) is not { } length)
        {
            return null;
        }

        var name = Text(block[..100]);
        var prefix = block.Slice(257, 6).SequenceEqual("ustar\0"u8) ? Text(block.Slice(345, 155)) : "";
        return new TarHeader(prefix.Length == 0 ? name : $"{prefix}/{name}", length, (char)block[156]);
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? field : field[..end]);
    }

    private static long? Octal(ReadOnlySpan<byte> field)
    {
        var digits = field.Trim(" \0"u8);
        var value = 0L;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return null;
            }

            value = (value << 3) | (uint)(digit - '0');
        }

        return digits.IsEmpty ? null : value;
    }
}

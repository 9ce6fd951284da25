using System.Text;

namespace ResNet.Distributed.Training.Collectives.Liveness;

/// <summary>The text of a message: bounded, and fit to be printed.</summary>
internal static class ControlText
{
    /// <summary>Bytes that a text may have.</summary>
    public const int MaxBytes = 512;

    /// <summary>A text's bytes, cut to their limit between two characters.</summary>
    public static byte[] Encode(string text)
    {
        var length = 0;
        var bytes = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > MaxBytes)
            {
                break;
            }

            bytes += rune.Utf8SequenceLength;
            length += rune.Utf16SequenceLength;
        }

        return Encoding.UTF8.GetBytes(text[..length]);
    }

    /// <summary>A peer's text, with control characters replaced: it goes to terminals.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes) =>
        new(Encoding.UTF8.GetString(bytes).Select(character => char.IsControl(character) ? ' ' : character).ToArray());
}

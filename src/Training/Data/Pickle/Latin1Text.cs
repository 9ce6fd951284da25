using System.Text;

namespace ResNet.Distributed.Training.Data.Pickle;

/// <summary>UTF-8 text whose characters all lie below U+0100, so that each stands for one byte.</summary>
internal static class Latin1Text
{
    /// <summary>The text, or null when the bytes are not such text.</summary>
    public static string? Decode(ReadOnlySpan<byte> utf8)
    {
        var bytes = utf8.ToArray();
        return DecodeInPlace(bytes) is { } length ? Encoding.Latin1.GetString(bytes, 0, length) : null;
    }

    /// <summary>Writes each character as one byte over the text itself; returns how many, or null.</summary>
    public static int? DecodeInPlace(Span<byte> utf8)
    {
        var write = 0;
        for (var read = 0; read < utf8.Length; read++)
        {
            var lead = utf8[read];
            if (lead >= 0x80)
            {
                // Two bytes, 110000xx 10xxxxxx, hold U+0080 to U+00FF: the lead is C2 or C3.
                if (lead is not (0xC2 or 0xC3) || read + 1 == utf8.Length || (utf8[read + 1] & 0xC0) != 0x80)
                {
                    return null;
                }

                lead = (byte)((lead << 6) | (utf8[++read] & 0x3F));
            }

            utf8[write++] = lead;
        }

        return write;
    }
}

using System.Globalization;
using System.Text;

namespace ResNet.Distributed.Contracts.Sweeps.Reading;

/// <summary>What is refused before the YAML parser sees it: too much text, and characters that would end it early or hide in it.</summary>
internal static class TextGuard
{
    public static void Check(string text, int maxBytes, FaultList faults)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > maxBytes)
        {
            faults.Add(0, "", $"{bytes} bytes", $"a file of at most {maxBytes} bytes");
            return;
        }

        var line = 1;
        foreach (var c in text)
        {
            if (c == '\n')
            {
                line++;
            }
            else if (char.IsControl(c) && c is not ('\t' or '\r' or '\u0085'))
            {
                faults.Add(line, "", $"U+{(int)c:X4}", "text without control characters");
                return;
            }
        }
    }

    /// <summary>One line that is safe to print: at most <paramref name="length"/> characters, none of which moves the cursor.</summary>
    public static string Printable(string text, int length)
    {
        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= length)
            {
                return line.Append('…').ToString();
            }

            line.Append(Rune.GetUnicodeCategory(rune) switch
            {
                UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => new Rune(' '),
                UnicodeCategory.Format => Rune.ReplacementChar,
                _ => rune,
            });
        }

        return line.ToString();
    }
}

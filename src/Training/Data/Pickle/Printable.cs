using System.Text;

namespace ResNet.Distributed.Training.Data.Pickle;

/// <summary>Text from a file that is not trusted, made fit for a terminal.</summary>
internal static class Printable
{
    private const int MaxLength = 60;

    /// <summary>The text in quotes, cut to 60 characters, with everything but plain ASCII escaped.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, MaxLength)))
        {
            _ = c is >= ' ' and <= '~' ? quoted.Append(c) : quoted.Append($"\\x{(int)c:x2}");
        }

        return quoted.Append(text.Length > MaxLength ? "…'" : "'").ToString();
    }
}

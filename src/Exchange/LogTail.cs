using System.Text;

namespace ResNet.Distributed.Exchange;

/// <summary>The end of a text file that others append to.</summary>
public static class LogTail
{
    /// <summary>The most lines that are read.</summary>
    public const int MostLines = 5000;

    // Lines are short; one that is not costs no more than this.
    private const int MostBytes = 4 << 20;
    private const int Block = 64 << 10;

    /// <summary>
    /// The last lines, each with its line feed. A line that is being written comes when it is whole. Bytes that are no UTF-8 are shown as
    /// replacement characters. Reads no more than the lines wanted and 4 MiB, however large the file.
    /// </summary>
    /// <param name="path">The file; empty when there is none.</param>
    /// <param name="lines">How many lines, 1 to <see cref="MostLines"/>.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static async Task<string> ReadAsync(string path, int lines, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lines, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lines, MostLines);
        try
        {
            await using var file = new FileStream(path, new FileStreamOptions
            {
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
                Options = FileOptions.Asynchronous,
            });
            return Encoding.UTF8.GetString(Tail(await EndOfAsync(file, lines, stop), lines).Span);
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException or EndOfStreamException)
        {
            // There is none, or somebody is beginning it anew at this moment.
            return "";
        }
    }

    // Backwards, until there are lines enough. The file's length is taken once: what is appended meanwhile is for the next time.
    private static async Task<Memory<byte>> EndOfAsync(FileStream file, int lines, CancellationToken stop)
    {
        var buffer = new byte[Block];
        var (length, read, ends) = (file.Length, 0, 0);
        while (read < length && read < MostBytes && ends <= lines)
        {
            if (read == buffer.Length)
            {
                var larger = new byte[buffer.Length * 2];
                buffer.CopyTo(larger, buffer.Length);
                buffer = larger;
            }

            // Filled from its end.
            var count = (int)Math.Min(Math.Min(Block, buffer.Length - read), length - read);
            var block = buffer.AsMemory(buffer.Length - read - count, count);
            file.Position = length - read - count;
            await file.ReadExactlyAsync(block, stop);
            ends += block.Span.Count((byte)'\n');
            read += count;
        }

        return buffer.AsMemory(buffer.Length - read);
    }

    private static ReadOnlyMemory<byte> Tail(ReadOnlyMemory<byte> text, int lines)
    {
        var whole = text[..(text.Span.LastIndexOf((byte)'\n') + 1)];
        var start = whole.Length;
        for (var left = lines; left > 0 && start > 0; left--)
        {
            start = whole.Span[..(start - 1)].LastIndexOf((byte)'\n') + 1;
        }

        return whole[start..];
    }
}

using System.Text;
using ResNet.Distributed.Durability;

namespace ResNet.Distributed.Exchange;

/// <summary>A random word in an output folder, by which processes find out whether they share it.</summary>
public static class FolderMark
{
    private const string FileName = ".folder-mark";

    /// <summary>The folder's word; made where there is none yet.</summary>
    /// <param name="folder">The output folder.</param>
    /// <returns>Null where it can be neither read nor made, or is empty: all empty ones are alike, and say nothing.</returns>
    public static string? Of(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            if (!File.Exists(path))
            {
                // Of several that make one at the same time, one wins.
                Directory.CreateDirectory(folder);
                AtomicFile.Create(path, file => file.Write(Encoding.ASCII.GetBytes(Guid.NewGuid().ToString("N"))));
            }

            return File.ReadAllText(path) is { Length: > 0 } word ? word : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

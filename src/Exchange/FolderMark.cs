namespace ResNet.Distributed.Exchange;

/// <summary>A random word in an output folder, by which processes find out whether they share it.</summary>
public static class FolderMark
{
    private const string FileName = ".folder-mark";

    /// <summary>The folder's word; made where there is none yet.</summary>
    /// <param name="folder">The output folder.</param>
    /// <returns>Null where it can be neither read nor made.</returns>
    public static string? Of(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            if (!File.Exists(path))
            {
                Make(folder, path);
            }

            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Whole when it gets its name, and of several that make one at the same time, one wins.
    private static void Make(string folder, string path)
    {
        Directory.CreateDirectory(folder);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        File.WriteAllText(temporary, Guid.NewGuid().ToString("N"));
        try
        {
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary);
        }
    }
}

namespace ResNet.Distributed.Launching.Checks;

/// <summary>Finds out early whether a file can be written later.</summary>
public static class FileProbe
{
    /// <summary>Null when <paramref name="path"/> can be written; nothing is left behind.</summary>
    public static string? WhyNotWritable(string path)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            return "is a folder";
        }

        var folder = Path.GetDirectoryName(full)!;
        if (!Directory.Exists(folder))
        {
            return $"there is no folder {folder}";
        }

        try
        {
            var probe = Path.Combine(folder, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}");
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"cannot be written ({error.Message.TrimEnd('.')})";
        }
    }
}

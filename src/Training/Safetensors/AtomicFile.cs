namespace ResNet.Distributed.Training.Safetensors;

/// <summary>Writes a file whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>Writes to a temporary file in the same folder, brings it to the disk and renames it over the target.</summary>
    public static void Write(string path, Action<Stream> write) =>
        Write($"{path}.{Guid.NewGuid():N}.tmp", 0, stream =>
        {
            write(stream);
            return path;
        });

    /// <summary>Writes a file whose name is known only when its content is: one that holds a checksum, say.</summary>
    /// <param name="temporary">The temporary file, in the folder of the target.</param>
    /// <param name="size">The content's size in bytes, reserved before the first is written; 0: not known.</param>
    /// <param name="write">Writes the content and gives the target's path.</param>
    /// <param name="cancellationToken">Looked at last before the file gets its name.</param>
    /// <returns>The target's path.</returns>
    public static string Write(
        string temporary, long size, Func<Stream, string> write, CancellationToken cancellationToken = default)
    {
        try
        {
            string path;
            using (var stream = new FileStream(temporary, Options(size)))
            {
                path = write(stream);
                stream.Flush(flushToDisk: true);
            }

            cancellationToken.ThrowIfCancellationRequested();
            File.Move(temporary, path, overwrite: true);
            DirectorySync.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return path;
        }
        catch
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }

            throw;
        }
    }

    private static FileStreamOptions Options(long size) => new()
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        Share = FileShare.None,
        BufferSize = 1 << 16,
        PreallocationSize = size,
    };
}

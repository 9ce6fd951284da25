namespace ResNet.Distributed.Durability;

/// <summary>Files that are there whole or not at all, and still are after a power cut.</summary>
public static class AtomicFile
{
    /// <summary>Writes to a temporary file in the same folder, brings it to the disk and renames it over the target.</summary>
    /// <param name="path">The target, in a folder that there is.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="readers">Who may read it.</param>
    /// <exception cref="IOException">It cannot be written, or there is no such folder; what was there is there still.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, Action<Stream> write, FileReaders readers = FileReaders.Everyone) => Write(
        TemporaryBeside(path), Options(readers), overwrite: true, Content(path, write), CancellationToken.None);

    /// <summary>The same for a file that is not there yet: of several who make one at the same time, one wins.</summary>
    /// <param name="path">The target, in a folder that there is.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="readers">Who may read it.</param>
    /// <returns>False where there is one already, which stays as it is.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static bool Create(string path, Action<Stream> write, FileReaders readers = FileReaders.Everyone)
    {
        try
        {
            Write(TemporaryBeside(path), Options(readers), overwrite: false, Content(path, write), CancellationToken.None);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    /// <summary>Writes a file whose name is known only when its content is: one that holds a checksum, say.</summary>
    /// <param name="temporary">The temporary file, in the folder of the target.</param>
    /// <param name="size">The content's size in bytes, reserved before the first is written; 0: not known.</param>
    /// <param name="write">Writes the content and gives the target's path.</param>
    /// <param name="cancellationToken">Looked at last before the file gets its name.</param>
    /// <returns>The target's path.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static string Write(
        string temporary, long size, Func<Stream, string> write, CancellationToken cancellationToken = default)
    {
        var options = Options(FileReaders.Everyone);
        options.PreallocationSize = size;
        return Write(temporary, options, overwrite: true, write, cancellationToken);
    }

    private static string Write(
        string temporary, FileStreamOptions options, bool overwrite, Func<Stream, string> write, CancellationToken cancellationToken)
    {
        try
        {
            string path;
            using (var stream = new FileStream(temporary, options))
            {
                path = write(stream);
                stream.Flush(flushToDisk: true);
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (overwrite)
            {
                File.Move(temporary, path, overwrite: true);
            }
            else
            {
                NewName.Give(temporary, path);
            }

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

    // A name of its own: two hosts that share a folder may write the same file at the same time, and have the same process numbers.
    private static string TemporaryBeside(string path) => $"{path}.{Guid.NewGuid():N}.tmp";

    private static Func<Stream, string> Content(string path, Action<Stream> write) => stream =>
    {
        write(stream);
        return path;
    };

    private static FileStreamOptions Options(FileReaders readers)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 1 << 16 };
        if (readers == FileReaders.Owner && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}

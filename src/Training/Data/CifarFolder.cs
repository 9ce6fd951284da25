using ResNet.Distributed.Training.Data.Pickle;

namespace ResNet.Distributed.Training.Data;

/// <summary>
/// Reads the files of an unpacked data set. Those of the python version are parsed without their images, which follow
/// later.
/// </summary>
internal static class CifarFolder
{
    public static void ReadInto(CifarParts parts, CancellationToken cancel)
    {
        var binary = parts.Source.Kind == CifarSourceKind.BinaryFolder;
        var names = binary ? CifarFormat.BinaryFiles : CifarFormat.PythonFiles;
        var meta = Path.Combine(parts.Source.Path, names.Meta);
        if (File.Exists(meta))
        {
            using var stream = Open(meta);
            parts.ClassNames = binary
                ? BinaryBatch.ReadClassNames(meta, stream, stream.Length)
                : PythonBatch.ReadClassNames(new PickleInput(meta, stream, stream.Length), cancel);
        }

        ParallelFiles.Run(names.Batches.Count, cancel, slot =>
        {
            var path = Path.Combine(parts.Source.Path, names.Batches[slot]);
            parts.Add(slot, binary ? ReadBinary(path, cancel) : ReadPython(path, cancel));
        });
    }

    /// <summary>A batch file of the python version; the caller disposes it and so closes the file.</summary>
    public static CifarBatch ReadPython(string path, CancellationToken cancel)
    {
        var stream = Open(path);
        try
        {
            var batch = PythonBatch.Read(
                new PickleInput(path, stream, stream.Length),
                payload => payload.Bytes is { } bytes
                    ? new MemoryImages(bytes.AsMemory(0, payload.Length))
                    : new FileImages(stream, payload.Offset),
                cancel);
            if (batch.Images is not FileImages)
            {
                stream.Dispose();
            }

            return batch;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static CifarBatch ReadBinary(string path, CancellationToken cancel)
    {
        using var stream = Open(path);
        return BinaryBatch.Read(path, stream, stream.Length, cancel);
    }

    private static FileStream Open(string path)
    {
        FileStream stream;
        try
        {
            // No buffer: the readers have their own, or read in large pieces.
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var found = e is FileNotFoundException ? "no such file" : $"a file that cannot be opened ({e.Message})";
            throw new CifarDataException(path, null, found, "a file of CIFAR-10", inner: e);
        }

        if (stream.CanSeek && stream.Length <= CifarFormat.MaxFileBytes)
        {
            return stream;
        }

        var size = stream.CanSeek ? $"{stream.Length} bytes" : "a pipe or device";
        stream.Dispose();
        throw new CifarDataException(path, null, size, $"a file of at most {CifarFormat.MaxFileBytes} bytes");
    }
}

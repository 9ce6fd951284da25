namespace ResNet.Distributed.Training.Data;

internal enum CifarSourceKind
{
    PythonFolder,
    BinaryFolder,
    Archive,
}

/// <summary>Where under a path CIFAR-10 is, by names alone: whether the files are sound shows when they are read.</summary>
internal sealed record CifarSource(string Path, CifarSourceKind Kind)
{
    /// <summary>
    /// The data set at the path: an archive, a folder with batch files, or one with such a folder or archive in it.
    /// </summary>
    public static CifarSource? Find(string path) =>
        File.Exists(path) ? new CifarSource(path, CifarSourceKind.Archive)
        : !Directory.Exists(path) ? null
        : Folder(path)
            ?? Folder(System.IO.Path.Combine(path, CifarFormat.PythonFolder))
            ?? Folder(System.IO.Path.Combine(path, CifarFormat.BinaryFolder))
            ?? Archive(System.IO.Path.Combine(path, CifarFormat.PythonArchive))
            ?? Archive(System.IO.Path.Combine(path, CifarFormat.BinaryArchive));

    /// <summary>The data set at the path.</summary>
    /// <exception cref="CifarDataException">There is nothing at the path, or nothing that looks like CIFAR-10.</exception>
    public static CifarSource Require(string path) => Find(path) ?? throw new CifarDataException(
        path,
        null,
        Directory.Exists(path) ? "a folder without CIFAR-10 in it" : "no such file or folder",
        $"data_batch_1 to data_batch_5 and test_batch (or the same with .bin), a folder {CifarFormat.PythonFolder} or "
            + $"{CifarFormat.BinaryFolder} with them, or {CifarFormat.PythonArchive}");

    private static CifarSource? Folder(string path) =>
        CifarFormat.PythonFiles.Batches.Any(name => File.Exists(System.IO.Path.Combine(path, name)))
            ? new CifarSource(path, CifarSourceKind.PythonFolder)
        : CifarFormat.BinaryFiles.Batches.Any(name => File.Exists(System.IO.Path.Combine(path, name)))
            ? new CifarSource(path, CifarSourceKind.BinaryFolder)
        : null;

    private static CifarSource? Archive(string path) => File.Exists(path) ? new CifarSource(path, CifarSourceKind.Archive) : null;
}

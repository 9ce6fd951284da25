namespace ResNet.Distributed.Training.Data;

/// <summary>
/// Reads CIFAR-10 in any form in which it is handed out. Nothing is unpacked to disk, and nothing in the files is run.
/// </summary>
public static class CifarReader
{
    /// <summary>Reads a whole data set into memory; training images in the order of data_batch_1 to data_batch_5.</summary>
    /// <param name="path">
    /// A folder with the python version (data_batch_1 … test_batch) or the binary version (data_batch_1.bin …), a folder
    /// that holds cifar-10-batches-py, cifar-10-batches-bin or the official archive, or a .tar.gz archive itself.
    /// </param>
    /// <param name="cancel">Ends the reading early.</param>
    /// <returns>The data set; 180 MB for the official files.</returns>
    /// <exception cref="CifarDataException">A file is missing, unreadable, damaged or foreign.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static CifarDataset Read(string path, CancellationToken cancel = default)
    {
        var source = CifarSource.Require(path);
        using var parts = new CifarParts(source);
        try
        {
            if (source.Kind == CifarSourceKind.Archive)
            {
                CifarArchive.ReadInto(parts, cancel);
            }
            else
            {
                CifarFolder.ReadInto(parts, cancel);
            }

            return parts.Assemble(cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CifarDataException(
                source.Path,
                null,
                $"an error of the system ({e.Message})",
                "readable files",
                "Check the disk and the rights to read it.",
                e);
        }
    }
}

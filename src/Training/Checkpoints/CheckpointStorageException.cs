namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>The folder of the checkpoints cannot be used: it is full, read-only, unreadable, or gone. The run is not at fault.</summary>
public sealed class CheckpointStorageException : IOException
{
    private CheckpointStorageException(string message, string folder, long bytesNeeded, Exception cause) : base(message, cause)
    {
        (Folder, BytesNeeded) = (folder, bytesNeeded);
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The size of the file that could not be written; 0 where the folder could not be read.</summary>
    public long BytesNeeded { get; }

    /// <summary>Whether an exception is the storage's: full, read-only, no permission, no such folder, a broken disk.</summary>
    internal static bool IsCause(Exception e) =>
        e is (IOException and not CheckpointStorageException) or UnauthorizedAccessException;

    internal static CheckpointStorageException Unwritable(string folder, long bytesNeeded, Exception cause) => new(
        FormattableString.Invariant(
            $"A checkpoint of {bytesNeeded / 1e6:0.0} MB cannot be written to the folder '{folder}': {cause.Message}"),
        folder, bytesNeeded, cause);

    internal static CheckpointStorageException Unreadable(string folder, Exception cause) =>
        new($"The checkpoints in the folder '{folder}' cannot be read: {cause.Message}", folder, 0, cause);
}

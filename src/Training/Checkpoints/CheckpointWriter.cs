using ResNet.Distributed.Durability;
using ResNet.Distributed.Training.Safetensors;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>Writes checkpoints into a folder and deletes those that are not needed any more.</summary>
internal sealed class CheckpointWriter(CheckpointFolder folder)
{
    /// <summary>Writes, hashes and forces to the disk; after that the oldest checkpoints go.</summary>
    /// <param name="tensors">The state.</param>
    /// <param name="metadata">The rest of it.</param>
    /// <param name="cancellationToken">Ends the write, as long as the file has not its name yet.</param>
    /// <returns>The file's path and size.</returns>
    /// <exception cref="CheckpointStorageException">The folder cannot be written; no part of the file is left.</exception>
    /// <exception cref="OperationCanceledException">The write was ended; no part of the file is left.</exception>
    public (string Path, long Bytes) Write(
        IReadOnlyList<(string Name, Tensor Tensor)> tensors, CheckpointMetadata metadata, CancellationToken cancellationToken)
    {
        var writer = new SafetensorsWriter(tensors, metadata.ToDictionary());
        var temporary = folder.File(TemporaryName.Create(metadata.Attempt));
        try
        {
            var path = AtomicFile.Write(temporary, writer.Length, WriteContent, cancellationToken);
            folder.Prune();
            return (path, writer.Length);
        }
        catch (Exception e) when (CheckpointStorageException.IsCause(e))
        {
            throw CheckpointStorageException.Unwritable(folder.Path, writer.Length, e);
        }

        string WriteContent(Stream stream)
        {
            using var hashing = new HashingStream(stream, cancellationToken);
            writer.WriteTo(temporary, hashing);
            var checksum = hashing.Digest()[..CheckpointName.ChecksumDigits];
            return folder.File(new CheckpointName(metadata.Epoch, metadata.Step, metadata.Attempt, checksum).FileName);
        }
    }
}

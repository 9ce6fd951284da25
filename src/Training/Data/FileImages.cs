namespace ResNet.Distributed.Training.Data;

/// <summary>Images in one piece of an open file, which the kernel copies straight to their place.</summary>
internal sealed class FileImages(FileStream file, int offset) : IImageBlock
{
    // Large enough for the disk, small enough to be interrupted.
    private const int Step = 4 << 20;

    public void CopyTo(Memory<byte> destination, CancellationToken cancel)
    {
        for (var done = 0; done < destination.Length;)
        {
            cancel.ThrowIfCancellationRequested();
            var wanted = destination.Span.Slice(done, Math.Min(Step, destination.Length - done));
            var read = RandomAccess.Read(file.SafeFileHandle, wanted, offset + done);
            if (read == 0)
            {
                throw new CifarDataException(
                    file.Name,
                    offset + done,
                    "the end of the file",
                    $"{destination.Length - done} more bytes (it was cut off while it was read)");
            }

            done += read;
        }
    }

    public void Dispose() => file.Dispose();
}

namespace ResNet.Distributed.Training.Data;

/// <summary>Images that had to be read at once: from an archive, or freed from the labels between them.</summary>
internal sealed class MemoryImages(ReadOnlyMemory<byte> images) : IImageBlock
{
    public void CopyTo(Memory<byte> destination, CancellationToken cancel) => images.CopyTo(destination);

    public void Dispose()
    {
    }
}

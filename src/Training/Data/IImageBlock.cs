namespace ResNet.Distributed.Training.Data;

/// <summary>The images of one file: in memory, or still in the file.</summary>
internal interface IImageBlock : IDisposable
{
    /// <summary>Copies all images, uint8 [n, 3, 32, 32], to a place of just that size.</summary>
    void CopyTo(Memory<byte> destination, CancellationToken cancel);
}

namespace ResNet.Distributed.OpenStore;

/// <summary>A folder that is gone afterwards.</summary>
internal sealed class ScratchFolder : IDisposable
{
    /// <summary>Its path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("resnet-open-store-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

namespace ResNet.Distributed.Training.Native;

/// <summary>A library file to load. Disposed of once it is loaded, as the loader maps it and needs the name no more.</summary>
/// <param name="Path">The file.</param>
/// <param name="TemporaryFolder">The folder made for it alone, if any; removed with it.</param>
internal sealed record LoadableFile(string Path, string? TemporaryFolder = null) : IDisposable
{
    public void Dispose()
    {
        if (TemporaryFolder is not null)
        {
            Directory.Delete(TemporaryFolder, recursive: true);
        }
    }
}

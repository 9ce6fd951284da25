namespace ResNet.Distributed.Training.Tests.Safetensors;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("safetensors-");

    /// <summary>The folder.</summary>
    public string FullPath => _folder.FullName;

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public string[] FileNames() => [.. _folder.GetFiles().Select(f => f.Name).Order()];

    public void Dispose() => _folder.Delete(recursive: true);
}

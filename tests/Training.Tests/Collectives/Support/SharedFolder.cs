namespace ResNet.Distributed.Training.Tests.Collectives.Support;

/// <summary>A folder in memory of one test's own, removed with all that is in it.</summary>
internal sealed class SharedFolder : IDisposable
{
    public SharedFolder()
    {
        var parent = Directory.Exists("/dev/shm") ? "/dev/shm" : System.IO.Path.GetTempPath();
        Path = System.IO.Path.Combine(parent, $"resnet-tests-{Guid.NewGuid():n}");
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public string[] Files => Directory.GetFiles(Path);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

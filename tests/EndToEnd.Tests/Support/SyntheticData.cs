using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.EndToEnd.Tests.Support;

/// <summary>A small synthetic data set in the official format, made once for all tests of the run.</summary>
public sealed class SyntheticData : IDisposable
{
    private readonly TempFolder _folder = new();

    public SyntheticData() => Path = SyntheticCifar.Write(_folder.Path, seed: 7, trainPerBatch: 64, testCount: 64);

    /// <summary>The folder to give as <c>--data</c>.</summary>
    public string Path { get; }

    public void Dispose() => _folder.Dispose();
}

using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.Training.Tests.Data;

/// <summary>Keeps what is reported, at once and in order.</summary>
internal sealed class Recorder(Action<DownloadProgress>? then = null) : IProgress<DownloadProgress>
{
    public List<DownloadProgress> Reports { get; } = [];

    public void Report(DownloadProgress value)
    {
        Reports.Add(value);
        then?.Invoke(value);
    }
}

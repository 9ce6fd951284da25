using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>What a worker has to offer once it is ready.</summary>
/// <param name="Device"><c>cpu (2 threads)</c>, or the GPU's name.</param>
/// <param name="Data">Its images.</param>
internal sealed record DeviceInfo(string Device, DataContent Data)
{
    /// <summary>Whether it trains on a GPU.</summary>
    public bool IsGpu => !Device.StartsWith("cpu", StringComparison.Ordinal);
}

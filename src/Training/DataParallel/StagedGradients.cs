using ResNet.Distributed.Training.Collectives;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.DataParallel;

/// <summary>Gradients on a GPU that are summed on the CPU: copied there and back.</summary>
internal sealed class StagedGradients : IGradientMemory
{
    private readonly HostGradients _host;

    /// <summary>Takes the memory on both.</summary>
    /// <param name="ranks">Sums them.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="device">Where they are.</param>
    /// <param name="why">What is in the way of NCCL, for people.</param>
    public StagedGradients(ICollective ranks, int count, Device device, string why)
    {
        _host = new HostGradients(ranks, count);
        Tensor = zeros([count], ScalarType.Float32, device).DetachFromDisposeScope();
        Transport = $"{_host.Transport}, through the CPU: {why}";
    }

    public string Transport { get; }

    public Tensor Tensor { get; }

    public void Sum(int start, int count)
    {
        using var noGrad = no_grad();
        using var onDevice = Tensor.narrow(0, start, count);
        using var onHost = _host.Tensor.narrow(0, start, count);
        onHost.copy_(onDevice);
        _host.Sum(start, count);
        onDevice.copy_(onHost);
    }

    public void Dispose()
    {
        Tensor.Dispose();
        _host.Dispose();
    }
}

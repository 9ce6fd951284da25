using ResNet.Distributed.Training.Collectives;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.DataParallel;

/// <summary>Gradients on the CPU, in memory of the group's own: where the ranks share memory, nothing is copied.</summary>
internal sealed class HostGradients : IGradientMemory
{
    private readonly ICollective _ranks;
    private readonly CollectiveBuffer<float> _buffer;

    /// <summary>Takes the memory.</summary>
    public HostGradients(ICollective ranks, int count)
    {
        _ranks = ranks;
        _buffer = ranks.Allocate(count);
        Tensor = BorrowedTensor.Of(_buffer.Pointer, count).DetachFromDisposeScope();
    }

    public string Transport => _ranks.Transport;

    public Tensor Tensor { get; }

    public void Sum(int start, int count) => _ranks.AllReduce(_buffer.Span.Slice(start, count));

    public void Dispose()
    {
        Tensor.Dispose();
        _buffer.Dispose();
    }
}

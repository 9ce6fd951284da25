using ResNet.Distributed.Training.Collectives.Memory;

namespace ResNet.Distributed.Training.Collectives;

/// <summary>A world of 1, where nothing has to travel.</summary>
internal sealed class LocalCollective : ICollective
{
    private readonly CancellationTokenSource _broken = new();
    private CollectiveException? _fault;

    public int Rank => 0;

    public int WorldSize => 1;

    public string Transport => "none";

    public CancellationToken Broken => _broken.Token;

    public CollectiveBuffer<float> Allocate(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ThrowIfBroken();
        return new CollectiveBuffer<float>(PrivateBlock.Allocate((long)count * sizeof(float)), count);
    }

    public void AllReduce(Span<float> values) => ThrowIfBroken();

    public void AllReduce(Span<double> values) => ThrowIfBroken();

    public void Broadcast(Span<byte> bytes, int root)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(root, 0);
        ThrowIfBroken();
    }

    public void Barrier() => ThrowIfBroken();

    public void Abort(string reason)
    {
        if (Interlocked.CompareExchange(ref _fault, new CollectiveException($"This rank, 0, is out of the group: {reason}"), null) is null)
        {
            _ = _broken.CancelAsync();
        }
    }

    public void Dispose()
    {
    }

    private void ThrowIfBroken()
    {
        if (Volatile.Read(ref _fault) is { } fault)
        {
            throw new CollectiveException(fault.Message);
        }
    }
}

using System.Net.Sockets;
using System.Numerics;
using ResNet.Distributed.Training.Collectives.Framing;
using ResNet.Distributed.Training.Collectives.Liveness;
using ResNet.Distributed.Training.Collectives.Memory;

namespace ResNet.Distributed.Training.Collectives.Ring;

/// <summary>
/// A ring over TCP: reduce-scatter, then all-gather, each rank sending 2 (k - 1) / k of the values to the next one.
/// </summary>
internal sealed unsafe class RingPlane : IDataPlane
{
    // Large: a rank that shares its core with another one gets further before it has to wait.
    private const int ChunkBytes = 3 * 1024 * 1024;

    private readonly GroupState _state;
    private readonly int _worldSize;
    private readonly int _attempt;
    private readonly RingExchange _exchange;

    /// <param name="state">The group.</param>
    /// <param name="worldSize">Ranks.</param>
    /// <param name="attempt">The attempt, which every frame carries.</param>
    /// <param name="previous">The connection that values come by.</param>
    /// <param name="next">The connection that values go by.</param>
    public RingPlane(GroupState state, int worldSize, int attempt, Socket previous, Socket next)
    {
        _state = state;
        _worldSize = worldSize;
        _attempt = attempt;
        _exchange = new RingExchange(state, worldSize, previous, next);
    }

    public string Name => "tcp";

    private int NextRank => (_state.Rank + 1) % _worldSize;

    public void AllReduce<T>(long call, FrameKind kind, T* values, long count)
        where T : unmanaged, INumber<T>
    {
        var parts = new Parts(count, _worldSize);
        var chunkValues = (long)ChunkBytes / sizeof(T);
        var chunks = Math.Max(1, (parts.Size + chunkValues - 1) / chunkValues);
        var template = Template(kind, call, count);
        _exchange.Run(values, new Transfer
        {
            Template = template,
            Rank = _state.Rank,
            Parts = parts,
            PartCount = _worldSize,
            ChunkValues = chunkValues,
            Chunks = chunks,
            Steps = 2 * (_worldSize - 1),
            StepsToAdd = _worldSize - 1,
            Sends = true,
            Receives = true,
        });
        // Within the call nothing is written to that a peer still reads: the sum of values comes only after all ranks have added to
        // them. After it the caller may write anywhere. Once more round than a meeting needs: so nobody takes for a sum what it read
        // from a rank whose call had failed meanwhile. All ranks do it, whether their own frames are lent or not.
        if (parts.Size * sizeof(T) >= FrameWriter.LentFrom)
        {
            Meet(template, _worldSize);
        }
    }

    public void Broadcast(long call, byte* bytes, long count, int root)
    {
        var chunks = Math.Max(1, (count + ChunkBytes - 1) / ChunkBytes);
        var template = Template(FrameKind.Broadcast, call, count);
        template.Detail = root;
        _exchange.Run(bytes, new Transfer
        {
            Template = template,
            Rank = _state.Rank,
            Parts = new Parts(count, 1),
            PartCount = 1,
            ChunkValues = ChunkBytes,
            Chunks = chunks,
            Steps = 1,
            Sends = NextRank != root,
            Receives = _state.Rank != root,
            PassesOn = _state.Rank != root,
        });
        // The root, too, returns only when all have taken part.
        Meet(template, _worldSize);
    }

    public void Barrier(long call) => Meet(Template(FrameKind.Barrier, call, 0), _worldSize - 1);

    public NativeBlock Allocate(long call, long bytes)
    {
        Meet(Template(FrameKind.Allocate, call, bytes), _worldSize - 1);
        return PrivateBlock.Allocate(bytes);
    }

    public void Wake() => _exchange.Wake();

    public void Dispose() => _exchange.Dispose();

    // Empty frames, k - 1 times round: the last one that comes has passed, so to speak, every rank.
    private void Meet(FrameHeader template, int rounds) => _exchange.Run<byte>(null, new Transfer
    {
        Template = template,
        Rank = _state.Rank,
        Parts = new Parts(0, _worldSize),
        PartCount = _worldSize,
        ChunkValues = 1,
        Chunks = 1,
        Steps = rounds,
        Sends = true,
        Receives = true,
    });

    private FrameHeader Template(FrameKind kind, long call, long count) => new()
    {
        Magic = FrameHeader.ExpectedMagic,
        Version = FrameHeader.ExpectedVersion,
        Kind = kind,
        Attempt = _attempt,
        Sequence = call,
        Count = count,
    };
}

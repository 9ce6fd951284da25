using System.Numerics;
using System.Runtime.Versioning;
using ResNet.Distributed.Training.Collectives.Framing;
using ResNet.Distributed.Training.Collectives.Liveness;
using ResNet.Distributed.Training.Collectives.Memory;

namespace ResNet.Distributed.Training.Collectives.SharedMemory;

/// <summary>A group's calls in memory that all ranks map.</summary>
[SupportedOSPlatform("linux")]
internal sealed unsafe class SharedMemoryPlane : IDataPlane
{
    private readonly RankArea[] _areas;
    private readonly int _rank;
    private readonly Meeting _meeting;
    private readonly SharedBuffers _buffers;
    private readonly SharedSum _sum;

    /// <param name="areas">All ranks' memory, by rank; this object owns it.</param>
    /// <param name="state">The group.</param>
    /// <param name="log">Hears of memory that there is not enough of.</param>
    public SharedMemoryPlane(RankArea[] areas, GroupState state, Action<string>? log)
    {
        _areas = areas;
        _rank = state.Rank;
        _meeting = new Meeting(areas, state);
        _buffers = new SharedBuffers(areas, _meeting, _rank, log);
        _sum = new SharedSum(areas, _meeting, _buffers, _rank);
    }

    public string Name => "shared memory";

    public void AllReduce<T>(long call, FrameKind kind, T* values, long count)
        where T : unmanaged, INumber<T>
    {
        var record = new CallRecord { Call = call, Count = count, Kind = (int)kind, Buffer = CallRecord.None };
        _buffers.Find((nint)values, count * sizeof(T), ref record);
        if (count == 0)
        {
            _meeting.Meet(record);
        }
        else
        {
            _sum.Run(record, values, count);
        }
    }

    public void Broadcast(long call, byte* bytes, long count, int root)
    {
        var record = new CallRecord { Call = call, Count = count, Kind = (int)FrameKind.Broadcast, Detail = root };
        var receivers = _areas.Length - 1;
        for (long first = 0; first < count || first == 0; first += RankArea.SlotBytes)
        {
            var length = Math.Min(RankArea.SlotBytes, count - first);
            var turn = _meeting.NextTurn();
            if (_rank == root)
            {
                Buffer.MemoryCopy(bytes + first, _areas[root].Input(turn), length, length);
            }

            _meeting.Arrive(turn, record, wake: true);
            _meeting.AwaitAll(turn);
            _meeting.Compare(turn);
            if (_rank != root)
            {
                Buffer.MemoryCopy(_areas[root].Input(turn), bytes + first, length, length);
                _meeting.Finish(turn, receivers);
            }

            // All have it: the slot may be used again, and no rank is a turn ahead of one that still counts.
            _meeting.AwaitFinished(turn, receivers);
            record.Segment++;
        }
    }

    public void Barrier(long call) => _meeting.Meet(new CallRecord { Call = call, Kind = (int)FrameKind.Barrier });

    public NativeBlock Allocate(long call, long bytes) => _buffers.Allocate(call, bytes);

    public void Wake() => _meeting.RingOwn();

    public void Dispose()
    {
        _buffers.ReleasePeers();
        foreach (var area in _areas)
        {
            area.Dispose();
        }
    }
}

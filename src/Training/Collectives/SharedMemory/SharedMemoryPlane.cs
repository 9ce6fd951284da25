using System.ComponentModel;
using System.Numerics;
using System.Runtime.Versioning;
using ResNet.Distributed.Training.Collectives.Framing;
using ResNet.Distributed.Training.Collectives.Liveness;
using ResNet.Distributed.Training.Collectives.Memory;

namespace ResNet.Distributed.Training.Collectives.SharedMemory;

/// <summary>
/// Sums in memory that all ranks map: for a piece of the values, a rank reads all ranks' and writes the sum to all of them. Each
/// value is read and written once per rank, by one core, which finds in its cache what it writes to. Ranks take pieces as they
/// come, so one that has no core just now holds nobody up. Values outside of a group's buffers go through staging slots, segment
/// by segment, the next one being copied in before the one before is awaited.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed unsafe class SharedMemoryPlane : IDataPlane
{
    private const int PieceBytes = 64 * 1024;

    private readonly RankArea[] _areas;
    private readonly GroupState _state;
    private readonly Meeting _meeting;
    private readonly Action<string>? _log;
    private readonly List<SharedBuffer> _buffers = [];
    private long _turn;

    /// <param name="areas">All ranks' memory, by rank; this object owns it.</param>
    /// <param name="state">The group.</param>
    /// <param name="log">Hears of memory that there is not enough of.</param>
    public SharedMemoryPlane(RankArea[] areas, GroupState state, Action<string>? log)
    {
        _areas = areas;
        _state = state;
        _log = log;
        _meeting = new Meeting(areas, state);
    }

    public string Name => "shared memory";

    private int WorldSize => _areas.Length;

    public void AllReduce<T>(long call, FrameKind kind, T* values, long count)
        where T : unmanaged, INumber<T>
    {
        var record = new CallRecord { Call = call, Count = count, Kind = (int)kind, Buffer = CallRecord.None };
        Find((nint)values, count * sizeof(T), ref record);
        if (count == 0)
        {
            Meet(record);
        }
        else if (record.Buffer == CallRecord.None)
        {
            ReduceStaged(record, values, count);
        }
        else
        {
            ReduceInPlace(record, values, count);
        }
    }

    public void Broadcast(long call, byte* bytes, long count, int root)
    {
        var record = new CallRecord { Call = call, Count = count, Kind = (int)FrameKind.Broadcast, Detail = root };
        var receivers = WorldSize - 1;
        for (long first = 0; first < count || first == 0; first += RankArea.SlotBytes)
        {
            var length = Math.Min(RankArea.SlotBytes, count - first);
            var turn = ++_turn;
            if (_state.Rank == root)
            {
                Buffer.MemoryCopy(bytes + first, _areas[root].Input(turn), length, length);
            }

            _meeting.Arrive(turn, record, wake: true);
            _meeting.AwaitAll(turn);
            _meeting.Compare(turn);
            if (_state.Rank != root)
            {
                Buffer.MemoryCopy(_areas[root].Input(turn), bytes + first, length, length);
                _meeting.Finish(turn, receivers);
            }

            // All have it: the slot may be used again, and no rank is a turn ahead of one that still counts.
            _meeting.AwaitFinished(turn, receivers);
            record.Segment++;
        }
    }

    public void Barrier(long call) => Meet(new CallRecord { Call = call, Kind = (int)FrameKind.Barrier });

    public NativeBlock Allocate(long call, long bytes)
    {
        var whole = (bytes + Environment.SystemPageSize - 1) / Environment.SystemPageSize * Environment.SystemPageSize;
        var record = new CallRecord { Call = call, Count = bytes, Kind = (int)FrameKind.Allocate };
        var from = _areas[_state.Rank].File.Length;
        record.Detail = Try(() => _areas[_state.Rank].File.Extend(whole)) ? 1 : 0;
        record.Offset = from;
        if (!MeetAndAgree(record))
        {
            return PrivateBlock.Allocate(bytes);
        }

        record.Segment++;
        var blocks = new SharedBlock?[WorldSize];
        var turn = _turn;
        record.Detail = Try(() => MapAll(turn, blocks, whole)) ? 1 : 0;
        if (!MeetAndAgree(record))
        {
            foreach (var block in blocks)
            {
                block?.Dispose();
            }

            return PrivateBlock.Allocate(bytes);
        }

        var own = blocks[_state.Rank]!;
        _buffers.Add(new SharedBuffer(own, blocks!));
        return own;
    }

    public void Wake() => _meeting.RingOwn();

    public void Dispose()
    {
        foreach (var buffer in _buffers)
        {
            buffer.ReleasePeers();
        }

        foreach (var area in _areas)
        {
            area.Dispose();
        }
    }

    private void ReduceInPlace<T>(CallRecord record, T* values, long count)
        where T : unmanaged, INumber<T>
    {
        var turn = ++_turn;
        var work = Pieces<T>(count);
        _meeting.Arrive(turn, record, wake: work > 1);
        AwaitWork(turn, work);
        // Where a peer's values are not in a buffer, all go through the sums' slots, in segments as that peer has them.
        if (AnyStaged(turn))
        {
            ReduceSegments(record, values, count, turn);
            return;
        }

        ReduceAll<T>(turn, 0, count, count, work, staged: false);
    }

    private void ReduceStaged<T>(CallRecord record, T* values, long count)
        where T : unmanaged, INumber<T>
    {
        var turn = ++_turn;
        CopyIn(turn, values, Math.Min(count, SegmentValues<T>()));
        _meeting.Arrive(turn, record, wake: Pieces<T>(Math.Min(count, SegmentValues<T>())) > 1);
        ReduceSegments(record, values, count, turn);
    }

    // This rank has arrived in the first segment.
    private void ReduceSegments<T>(CallRecord record, T* values, long count, long turn)
        where T : unmanaged, INumber<T>
    {
        var staged = record.Buffer == CallRecord.None;
        for (long first = 0; first < count; first += SegmentValues<T>())
        {
            var length = Math.Min(SegmentValues<T>(), count - first);
            var next = first + length;
            if (next < count)
            {
                var nextLength = Math.Min(SegmentValues<T>(), count - next);
                _turn++;
                record.Segment++;
                if (staged)
                {
                    CopyIn(_turn, values + next, nextLength);
                }

                _meeting.Arrive(_turn, record, wake: Pieces<T>(nextLength) > 1);
            }

            var work = Pieces<T>(length);
            AwaitWork(turn, work);
            ReduceAll<T>(turn, first, length, count, work, staged: true);
            if (staged)
            {
                Buffer.MemoryCopy(_areas[0].Result(turn), values + first, length * sizeof(T), length * sizeof(T));
            }

            turn = _turn;
        }
    }

    // Waits until there is something to do. A single piece is done by whoever comes last, who needs no help: the others are woken
    // once.
    private void AwaitWork(long turn, int work)
    {
        if (work > 1 || _meeting.AllIn(turn))
        {
            _meeting.AwaitAll(turn);
        }
        else
        {
            _meeting.AwaitFinished(turn, work);
        }

        _meeting.Compare(turn);
    }

    private void ReduceAll<T>(long turn, long first, long length, long count, int work, bool staged)
        where T : unmanaged, INumber<T>
    {
        var pieceValues = (long)(PieceBytes / sizeof(T));
        for (var piece = _meeting.Take(turn, work); piece >= 0; piece = _meeting.Take(turn, work))
        {
            var from = first + piece * pieceValues;
            ReducePiece<T>(turn, first, from, Math.Min(from + pieceValues, first + length), count, staged);
            _meeting.Finish(turn, work);
        }

        _meeting.AwaitFinished(turn, work);
    }

    private void ReducePiece<T>(long turn, long segment, long from, long end, long count, bool staged)
        where T : unmanaged, INumber<T>
    {
        var parts = new Parts(count, WorldSize);
        Span<nint> sources = stackalloc nint[WorldSize];
        Span<nint> targets = stackalloc nint[WorldSize + 1];
        while (from < end)
        {
            var part = parts.Of(from);
            var partEnd = Math.Min(parts.End(part), end);
            var targetCount = 0;
            if (staged)
            {
                targets[targetCount++] = (nint)(_areas[0].Result(turn) + (from - segment) * sizeof(T));
            }

            for (var i = 0; i < WorldSize; i++)
            {
                var rank = (part + i) % WorldSize;
                ref var record = ref _areas[rank].Record(turn);
                if (record.Buffer == CallRecord.None)
                {
                    sources[i] = (nint)(_areas[rank].Input(turn) + (from - segment) * sizeof(T));
                }
                else
                {
                    sources[i] = _buffers[record.Buffer].Address(rank, record.Offset + from * sizeof(T));
                    targets[targetCount++] = sources[i];
                }
            }

            VectorSum.Sum<T>(sources, targets[..targetCount], partEnd - from);
            from = partEnd;
        }
    }

    private static long SegmentValues<T>()
        where T : unmanaged => RankArea.SlotBytes / sizeof(T);

    private static int Pieces<T>(long values)
        where T : unmanaged => (int)((values * sizeof(T) + PieceBytes - 1) / PieceBytes);

    private void CopyIn<T>(long turn, T* values, long count)
        where T : unmanaged =>
        Buffer.MemoryCopy(values, _areas[_state.Rank].Input(turn), count * sizeof(T), count * sizeof(T));

    private bool AnyStaged(long turn)
    {
        foreach (var area in _areas)
        {
            if (area.Record(turn).Buffer == CallRecord.None)
            {
                return true;
            }
        }

        return false;
    }

    private void Find(nint start, long bytes, ref CallRecord record)
    {
        for (var number = 0; number < _buffers.Count; number++)
        {
            var own = _buffers[number].Own;
            if (own.Holds(start, bytes))
            {
                record.Buffer = number;
                record.Offset = start - own.Address;
                return;
            }
        }
    }

    private void Meet(in CallRecord record)
    {
        var turn = ++_turn;
        _meeting.Arrive(turn, record, wake: true);
        _meeting.AwaitAll(turn);
        _meeting.Compare(turn);
    }

    private bool MeetAndAgree(in CallRecord record)
    {
        Meet(record);
        foreach (var area in _areas)
        {
            if (area.Record(_turn).Detail == 0)
            {
                return false;
            }
        }

        return true;
    }

    private void MapAll(long turn, SharedBlock?[] blocks, long bytes)
    {
        for (var rank = 0; rank < WorldSize; rank++)
        {
            blocks[rank] = _areas[rank].File.Map(_areas[rank].Record(turn).Offset, bytes);
        }
    }

    private bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Win32Exception e)
        {
            _log?.Invoke($"Rank {_state.Rank} has no shared memory for a buffer, whose sums will take longer: {e.Message}.");
            return false;
        }
    }
}

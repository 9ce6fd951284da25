using System.Numerics;
using System.Runtime.Versioning;

namespace ResNet.Distributed.Training.Collectives.SharedMemory;

/// <summary>
/// Cuts an all-reduce into turns. Values in a group's buffers are summed where they lie, in one turn. Others go through staging
/// slots, segment by segment, the next one being copied in before the one before is awaited.
/// </summary>
/// <param name="areas">All ranks' memory, by rank.</param>
/// <param name="meeting">Counts the turns.</param>
/// <param name="buffers">The group's buffers.</param>
/// <param name="rank">This rank.</param>
[SupportedOSPlatform("linux")]
internal sealed unsafe class SharedSum(RankArea[] areas, Meeting meeting, SharedBuffers buffers, int rank)
{
    private readonly PieceSum _pieces = new(areas, meeting, buffers);

    /// <summary>Sums values, at least one.</summary>
    /// <param name="record">The call, which says where they lie.</param>
    /// <param name="values">The first value.</param>
    /// <param name="count">How many there are.</param>
    public void Run<T>(CallRecord record, T* values, long count)
        where T : unmanaged, INumber<T>
    {
        if (record.Buffer == CallRecord.None)
        {
            RunStaged(record, values, count);
        }
        else
        {
            RunInPlace(record, values, count);
        }
    }

    private void RunInPlace<T>(CallRecord record, T* values, long count)
        where T : unmanaged, INumber<T>
    {
        var turn = meeting.NextTurn();
        var work = PieceSum.Pieces<T>(count);
        meeting.Arrive(turn, record, wake: work > 1);
        _pieces.AwaitWork(turn, work);
        // Where a peer's values are not in a buffer, all go through the sums' slots, in segments as that peer has them.
        if (AnyStaged(turn))
        {
            RunSegments(record, values, count, turn);
            return;
        }

        _pieces.Run<T>(turn, 0, count, count, staged: false);
    }

    private void RunStaged<T>(CallRecord record, T* values, long count)
        where T : unmanaged, INumber<T>
    {
        var turn = meeting.NextTurn();
        var length = Math.Min(count, SegmentValues<T>());
        CopyIn(turn, values, length);
        meeting.Arrive(turn, record, wake: PieceSum.Pieces<T>(length) > 1);
        RunSegments(record, values, count, turn);
    }

    // This rank has arrived in the first segment.
    private void RunSegments<T>(CallRecord record, T* values, long count, long turn)
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
                var nextTurn = meeting.NextTurn();
                record.Segment++;
                if (staged)
                {
                    CopyIn(nextTurn, values + next, nextLength);
                }

                meeting.Arrive(nextTurn, record, wake: PieceSum.Pieces<T>(nextLength) > 1);
            }

            _pieces.AwaitWork(turn, PieceSum.Pieces<T>(length));
            _pieces.Run<T>(turn, first, length, count, staged: true);
            if (staged)
            {
                Buffer.MemoryCopy(areas[0].Result(turn), values + first, length * sizeof(T), length * sizeof(T));
            }

            turn = meeting.Turn;
        }
    }

    private static long SegmentValues<T>()
        where T : unmanaged => RankArea.SlotBytes / sizeof(T);

    private void CopyIn<T>(long turn, T* values, long count)
        where T : unmanaged => Buffer.MemoryCopy(values, areas[rank].Input(turn), count * sizeof(T), count * sizeof(T));

    private bool AnyStaged(long turn)
    {
        foreach (var area in areas)
        {
            if (area.Record(turn).Buffer == CallRecord.None)
            {
                return true;
            }
        }

        return false;
    }
}

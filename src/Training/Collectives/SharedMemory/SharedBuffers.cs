using System.ComponentModel;
using System.Runtime.Versioning;
using ResNet.Distributed.Training.Collectives.Framing;
using ResNet.Distributed.Training.Collectives.Memory;

namespace ResNet.Distributed.Training.Collectives.SharedMemory;

/// <summary>The buffers that the ranks took together, each with the same number on all of them.</summary>
/// <param name="areas">All ranks' memory, by rank.</param>
/// <param name="meeting">How the ranks agree.</param>
/// <param name="rank">This rank.</param>
/// <param name="log">Hears of memory that there is not enough of.</param>
[SupportedOSPlatform("linux")]
internal sealed class SharedBuffers(RankArea[] areas, Meeting meeting, int rank, Action<string>? log)
{
    private readonly List<SharedBuffer> _buffers = [];

    /// <summary>Takes a buffer on all ranks at once: in shared memory if all have it, else each in memory of its own.</summary>
    public NativeBlock Allocate(long call, long bytes)
    {
        var whole = (bytes + Environment.SystemPageSize - 1) / Environment.SystemPageSize * Environment.SystemPageSize;
        var record = new CallRecord { Call = call, Count = bytes, Kind = (int)FrameKind.Allocate };
        record.Offset = areas[rank].File.Length;
        record.Detail = Try(() => areas[rank].File.Extend(whole)) ? 1 : 0;
        if (!MeetAndAgree(record))
        {
            return PrivateBlock.Allocate(bytes);
        }

        record.Segment++;
        var blocks = new SharedBlock?[areas.Length];
        var turn = meeting.Turn;
        record.Detail = Try(() => MapAll(turn, blocks, whole)) ? 1 : 0;
        if (!MeetAndAgree(record))
        {
            foreach (var block in blocks)
            {
                block?.Dispose();
            }

            return PrivateBlock.Allocate(bytes);
        }

        var own = blocks[rank]!;
        _buffers.Add(new SharedBuffer(own, blocks!));
        return own;
    }

    /// <summary>Notes in a record which of this rank's buffers holds values, and where; nothing where none does.</summary>
    public void Find(nint start, long bytes, ref CallRecord record)
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

    /// <summary>Where a rank's values lie in this process, as its record says.</summary>
    public nint Address(int owner, in CallRecord record) => _buffers[record.Buffer].Address(owner, record.Offset);

    /// <summary>Gives back what this process has of the peers' buffers.</summary>
    public void ReleasePeers()
    {
        foreach (var buffer in _buffers)
        {
            buffer.ReleasePeers();
        }
    }

    private bool MeetAndAgree(in CallRecord record)
    {
        meeting.Meet(record);
        foreach (var area in areas)
        {
            if (area.Record(meeting.Turn).Detail == 0)
            {
                return false;
            }
        }

        return true;
    }

    private void MapAll(long turn, SharedBlock?[] blocks, long bytes)
    {
        for (var owner = 0; owner < areas.Length; owner++)
        {
            blocks[owner] = areas[owner].File.Map(areas[owner].Record(turn).Offset, bytes);
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
            log?.Invoke($"Rank {rank} has no shared memory for a buffer, whose sums will take longer: {e.Message}.");
            return false;
        }
    }
}

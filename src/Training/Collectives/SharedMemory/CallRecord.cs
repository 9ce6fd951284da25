using System.Runtime.InteropServices;
using ResNet.Distributed.Training.Collectives.Framing;

namespace ResNet.Distributed.Training.Collectives.SharedMemory;

/// <summary>
/// What a rank says about its call when it arrives in it, for the others to compare with their own; a cache line.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = Size)]
internal struct CallRecord
{
    /// <summary>Bytes.</summary>
    public const int Size = 64;

    /// <summary>The call's number in the group.</summary>
    public long Call;

    /// <summary>Values of the whole call.</summary>
    public long Count;

    /// <summary>Where they lie in the rank's buffer, in bytes.</summary>
    public long Offset;

    /// <summary>The number of the rank's buffer that holds them; <see cref="None"/> where none does.</summary>
    public int Buffer;

    /// <summary>The kind of call.</summary>
    public int Kind;

    /// <summary>Of a broadcast: its root. Of an allocation: 1 where the rank has the memory.</summary>
    public int Detail;

    /// <summary>The part of the call.</summary>
    public int Segment;

    /// <summary>A <see cref="Buffer"/> that says that the values go through the staging area.</summary>
    public const int None = -1;

    /// <summary>The first thing in which a peer's record is not what this rank expects; null when there is none.</summary>
    public readonly string? Difference(CallRecord got)
    {
        if (got.Call != Call)
        {
            return $"expected call {Call + 1}, got {got.Call + 1}";
        }

        if (got.Kind != Kind)
        {
            return $"expected call {(FrameKind)Kind}, got {(FrameKind)got.Kind}";
        }

        if (got.Count != Count)
        {
            return $"expected count {Count}, got {got.Count}";
        }

        if (got.Detail != Detail && (FrameKind)Kind == FrameKind.Broadcast)
        {
            return $"expected root {Detail}, got {got.Detail}";
        }

        return got.Segment != Segment ? $"expected segment {Segment}, got {got.Segment}" : null;
    }
}

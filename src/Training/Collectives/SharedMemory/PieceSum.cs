using System.Numerics;
using System.Runtime.Versioning;

namespace ResNet.Distributed.Training.Collectives.SharedMemory;

/// <summary>
/// Sums the values of a turn piece by piece: for a piece, a rank reads all ranks' and writes the sum to all of them. Each value
/// is read and written once per rank, by one core, which finds in its cache what it writes to. Ranks take pieces as they come,
/// so one that has no core just now holds nobody up.
/// </summary>
/// <param name="areas">All ranks' memory, by rank.</param>
/// <param name="meeting">Hands the pieces out.</param>
/// <param name="buffers">Where values lie that are not staged.</param>
[SupportedOSPlatform("linux")]
internal sealed unsafe class PieceSum(RankArea[] areas, Meeting meeting, SharedBuffers buffers)
{
    private const int PieceBytes = 64 * 1024;

    /// <summary>How many pieces so many values are.</summary>
    public static int Pieces<T>(long values)
        where T : unmanaged => (int)((values * sizeof(T) + PieceBytes - 1) / PieceBytes);

    /// <summary>
    /// Waits until there is something to do. A single piece is done by whoever comes last, who needs no help: the others are woken
    /// once.
    /// </summary>
    public void AwaitWork(long turn, int work)
    {
        if (work > 1 || meeting.AllIn(turn))
        {
            meeting.AwaitAll(turn);
        }
        else
        {
            meeting.AwaitFinished(turn, work);
        }

        meeting.Compare(turn);
    }

    /// <summary>Sums pieces while there are any, and returns when all are done.</summary>
    /// <param name="turn">A turn that all ranks are in, or whose work is done.</param>
    /// <param name="first">The turn's first value, of the call's.</param>
    /// <param name="length">Values of the turn.</param>
    /// <param name="count">Values of the call.</param>
    /// <param name="staged">Whether the sums go through the slots, because some rank's values lie in no buffer.</param>
    public void Run<T>(long turn, long first, long length, long count, bool staged)
        where T : unmanaged, INumber<T>
    {
        var work = Pieces<T>(length);
        var pieceValues = (long)(PieceBytes / sizeof(T));
        for (var piece = meeting.Take(turn, work); piece >= 0; piece = meeting.Take(turn, work))
        {
            var from = first + piece * pieceValues;
            SumPiece<T>(turn, first, from, Math.Min(from + pieceValues, first + length), count, staged);
            meeting.Finish(turn, work);
        }

        meeting.AwaitFinished(turn, work);
    }

    private void SumPiece<T>(long turn, long segment, long from, long end, long count, bool staged)
        where T : unmanaged, INumber<T>
    {
        var parts = new Parts(count, areas.Length);
        Span<nint> sources = stackalloc nint[areas.Length];
        Span<nint> targets = stackalloc nint[areas.Length + 1];
        while (from < end)
        {
            var part = parts.Of(from);
            var partEnd = Math.Min(parts.End(part), end);
            var targetCount = 0;
            if (staged)
            {
                targets[targetCount++] = (nint)(areas[0].Result(turn) + (from - segment) * sizeof(T));
            }

            for (var i = 0; i < areas.Length; i++)
            {
                var rank = (part + i) % areas.Length;
                ref var record = ref areas[rank].Record(turn);
                if (record.Buffer == CallRecord.None)
                {
                    sources[i] = (nint)(areas[rank].Input(turn) + (from - segment) * sizeof(T));
                }
                else
                {
                    sources[i] = buffers.Address(rank, record) + (nint)(from * sizeof(T));
                    targets[targetCount++] = sources[i];
                }
            }

            VectorSum.Sum<T>(sources, targets[..targetCount], partEnd - from);
            from = partEnd;
        }
    }
}

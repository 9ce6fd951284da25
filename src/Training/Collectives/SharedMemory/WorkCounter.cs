using System.Runtime.Versioning;

namespace ResNet.Distributed.Training.Collectives.SharedMemory;

/// <summary>
/// Counts the pieces of a turn's work that are given out and that are done, in rank 0's memory: the turn in a word's upper half, so
/// that the first piece of a turn begins the count anew.
/// </summary>
/// <param name="root">Rank 0's memory.</param>
[SupportedOSPlatform("linux")]
internal sealed class WorkCounter(RankArea root)
{
    /// <summary>Takes the next piece.</summary>
    /// <param name="turn">A turn that all ranks are in.</param>
    /// <param name="work">Pieces.</param>
    /// <returns>The piece; -1 when none is left.</returns>
    public int Take(long turn, int work)
    {
        while (true)
        {
            var ticket = Volatile.Read(ref root.Ticket);
            var taken = ticket >> 32 == turn ? (int)ticket : 0;
            if (ticket >> 32 > turn || taken >= work)
            {
                return -1;
            }

            if (Interlocked.CompareExchange(ref root.Ticket, (turn << 32) + taken + 1, ticket) == ticket)
            {
                return taken;
            }
        }
    }

    /// <summary>Counts a piece that is done.</summary>
    /// <returns>Whether it was the last one.</returns>
    public bool Finish(long turn, int work)
    {
        while (true)
        {
            var finished = Volatile.Read(ref root.Finished);
            var done = finished >> 32 == turn ? (int)finished : 0;
            if (Interlocked.CompareExchange(ref root.Finished, (turn << 32) + done + 1, finished) == finished)
            {
                return done + 1 == work;
            }
        }
    }

    /// <summary>Whether all pieces of a turn are done.</summary>
    public bool IsDone(long turn, int work) => Volatile.Read(ref root.Finished) >= (turn << 32) + work;
}

using System.Diagnostics;
using System.Runtime.Versioning;
using ResNet.Distributed.Training.Collectives.Liveness;

namespace ResNet.Distributed.Training.Collectives.SharedMemory;

/// <summary>
/// How the ranks wait for each other in shared memory, turn by turn: each arrives, with a record of its call that the others
/// compare with theirs; whoever is awake takes the next piece of the turn's work; when all pieces are done, all go on. A wait
/// looks for a moment, then sleeps on the rank's bell.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed unsafe class Meeting(RankArea[] areas, GroupState state)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly long _spinTicks = SpinTime.Ticks(areas.Length);
    private readonly RankArea _own = areas[state.Rank];
    private readonly WorkCounter _work = new(areas[0]);

    /// <summary>The turn that this rank is in; 0 before the first one.</summary>
    public long Turn { get; private set; }

    /// <summary>Goes on to the next turn.</summary>
    public long NextTurn() => ++Turn;

    /// <summary>Takes a turn in which there is nothing to do but to compare what all say.</summary>
    /// <exception cref="CollectiveException">The group is broken.</exception>
    public void Meet(in CallRecord record)
    {
        var turn = NextTurn();
        Arrive(turn, record, wake: true);
        AwaitAll(turn);
        Compare(turn);
    }

    /// <summary>Says that this rank is in a turn, and with what. Whoever is last wakes those who are to help.</summary>
    /// <param name="turn">From 1, each one more than the one before.</param>
    /// <param name="record">The call.</param>
    /// <param name="wake">False where there is so little to do that the last one does it alone.</param>
    public void Arrive(long turn, in CallRecord record, bool wake)
    {
        _own.Record(turn) = record;
        Volatile.Write(ref _own.Arrived, turn);
        // Of two who arrive at once, at least one must see both.
        Interlocked.MemoryBarrier();
        if (wake && AllIn(turn))
        {
            RingOthers();
        }
    }

    /// <summary>Whether all ranks are in a turn, or beyond.</summary>
    public bool AllIn(long turn)
    {
        foreach (var area in areas)
        {
            if (Volatile.Read(ref area.Arrived) < turn)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Waits until all ranks are in a turn.</summary>
    /// <exception cref="CollectiveException">The group is broken.</exception>
    public void AwaitAll(long turn) => Await(turn, work: -1);

    /// <summary>Waits until a turn's work is done.</summary>
    /// <exception cref="CollectiveException">The group is broken.</exception>
    public void AwaitFinished(long turn, int work) => Await(turn, work);

    /// <summary>Compares what all ranks, who must be in the turn, said about it.</summary>
    /// <exception cref="CollectiveException">They are in different calls; the group is broken now.</exception>
    public void Compare(long turn)
    {
        for (var rank = 0; rank < areas.Length; rank++)
        {
            if (_own.Record(turn).Difference(areas[rank].Record(turn)) is { } difference)
            {
                var reason = $"call {_own.Record(turn).Call + 1} of rank {state.Rank} does not match its own: {difference}.";
                throw state.Fail(new Fault(rank, Lost: false, reason));
            }
        }
    }

    /// <summary>Takes the next piece of a turn's work.</summary>
    /// <param name="turn">A turn that all ranks are in.</param>
    /// <param name="work">Pieces.</param>
    /// <returns>The piece; -1 when none is left.</returns>
    public int Take(long turn, int work) => _work.Take(turn, work);

    /// <summary>Says that a piece is done.</summary>
    public void Finish(long turn, int work)
    {
        if (_work.Finish(turn, work))
        {
            RingOthers();
        }
    }

    /// <summary>Ends this rank's wait. For any thread.</summary>
    public void RingOwn()
    {
        Interlocked.Increment(ref *_own.Bell);
        LinuxMemory.Wake(_own.Bell);
    }

    private void RingOthers()
    {
        Interlocked.MemoryBarrier();
        foreach (var area in areas)
        {
            if (area != _own && Volatile.Read(ref area.Sleeping) != 0)
            {
                Interlocked.Increment(ref *area.Bell);
                LinuxMemory.Wake(area.Bell);
            }
        }
    }

    private void Await(long turn, int work)
    {
        if (IsOver(turn, work))
        {
            return;
        }

        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetTimestamp() - start < _spinTicks)
        {
            Thread.SpinWait(10);
            if (IsOver(turn, work))
            {
                return;
            }
        }

        Sleep(turn, work);
    }

    private void Sleep(long turn, int work)
    {
        while (true)
        {
            // In this order: whoever changes something looks at Sleeping after it, so one of us sees the other.
            Volatile.Write(ref _own.Sleeping, 1);
            Interlocked.MemoryBarrier();
            var bell = Volatile.Read(ref *_own.Bell);
            if (IsOver(turn, work))
            {
                Volatile.Write(ref _own.Sleeping, 0);
                return;
            }

            state.ThrowIfBroken();
            LinuxMemory.Wait(_own.Bell, bell, Look);
        }
    }

    private bool IsOver(long turn, int work) =>
        work < 0 ? AllIn(turn) : _work.IsDone(turn, work);
}

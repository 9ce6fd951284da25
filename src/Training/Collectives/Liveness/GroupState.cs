namespace ResNet.Distributed.Training.Collectives.Liveness;

/// <summary>Whether the group can be used, and if not, why: the first fault that is found counts. For any thread.</summary>
/// <param name="rank">This rank.</param>
/// <param name="worldSize">Ranks of the group.</param>
internal sealed class GroupState(int rank, int worldSize)
{
    // A connection may end a moment before the message arrives that says why.
    private static readonly TimeSpan VerdictPatience = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _broken = new();
    private readonly ManualResetEventSlim _verdict = new();
    private readonly Lock _lock = new();
    // By rank, how many calls it took part in before it left; long.MaxValue while it is here.
    private readonly long[] _callsOfLeavers = Enumerable.Repeat(long.MaxValue, worldSize).ToArray();
    private volatile Fault? _fault;
    private long _call = -1;
    private bool _inCall;

    /// <summary>This rank.</summary>
    public int Rank => rank;

    /// <summary>Why the group is broken; null while it is not. It is there before anybody can find <see cref="Broken"/> cancelled.</summary>
    public Fault? Fault => _fault;

    /// <summary>Cancelled when the group breaks. Whoever finds it so can begin no call.</summary>
    public CancellationToken Broken => _broken.Token;

    /// <summary>Called once, with the group broken, on the thread that broke it; it must neither block nor throw.</summary>
    public event Action<Fault>? Breaking;

    /// <summary>Breaks the group, unless it is broken already; it is when this returns.</summary>
    public void Break(Fault fault)
    {
        if (Interlocked.CompareExchange(ref _fault, fault, null) is not null)
        {
            _verdict.Wait();
            return;
        }

        // The fault before the token, so that nobody who finds that cancelled begins a call or says goodbye; the verdict after it, which
        // a call waits for, so that nobody whose call throws finds it not cancelled. Callbacks of other people's code run elsewhere: this
        // may be the thread that keeps the peers informed.
        _ = _broken.CancelAsync();
        _verdict.Set();
        Breaking?.Invoke(fault);
    }

    /// <summary>Breaks the group.</summary>
    /// <returns>What to throw: it is about the first fault.</returns>
    public CollectiveException Fail(Fault fault)
    {
        Break(fault);
        return _fault!.ToException(rank);
    }

    /// <summary>
    /// Breaks the group because a connection has ended, after a moment in which the reason for it may still arrive.
    /// </summary>
    /// <returns>What to throw.</returns>
    public CollectiveException FailAfterVerdict(Fault fault)
    {
        _verdict.Wait(VerdictPatience);
        return Fail(fault);
    }

    /// <exception cref="CollectiveException">The group is broken.</exception>
    public void ThrowIfBroken()
    {
        if (_fault is { } fault)
        {
            throw Fail(fault);
        }
    }

    /// <summary>Begins the next call.</summary>
    /// <returns>Its number, from 0.</returns>
    /// <exception cref="CollectiveException">The group is broken, or a rank has left that would be needed.</exception>
    public long BeginCall()
    {
        ThrowIfBroken();
        lock (_lock)
        {
            _call++;
            _inCall = true;
            if (MissingRank() is not { } missing)
            {
                return _call;
            }

            _inCall = false;
            throw Fail(LeftBefore(missing));
        }
    }

    /// <summary>Ends the call.</summary>
    public void EndCall()
    {
        lock (_lock)
        {
            _inCall = false;
        }
    }

    /// <summary>How many calls this rank has begun.</summary>
    public long Calls
    {
        get
        {
            lock (_lock)
            {
                return _call + 1;
            }
        }
    }

    /// <summary>Notes that a rank has left in good order. A call that it has no part in ends the group.</summary>
    /// <param name="leaver">The rank.</param>
    /// <param name="calls">How many calls it took part in.</param>
    /// <returns>Whether this is news.</returns>
    public bool Left(int leaver, long calls)
    {
        lock (_lock)
        {
            if (_callsOfLeavers[leaver] != long.MaxValue)
            {
                return false;
            }

            _callsOfLeavers[leaver] = calls;
            if (_inCall && MissingRank() is { } missing)
            {
                Break(LeftBefore(missing));
            }

            return true;
        }
    }

    /// <summary>Whether a number is a rank's.</summary>
    public bool IsRank(int number) => number >= 0 && number < worldSize;

    /// <summary>Whether a rank has left in good order.</summary>
    public bool HasLeft(int peer)
    {
        lock (_lock)
        {
            return _callsOfLeavers[peer] != long.MaxValue;
        }
    }

    private int? MissingRank()
    {
        for (var peer = 0; peer < _callsOfLeavers.Length; peer++)
        {
            if (_callsOfLeavers[peer] <= _call)
            {
                return peer;
            }
        }

        return null;
    }

    private Fault LeftBefore(int leaver) =>
        new(leaver, Lost: true, $"it left the group in good order after {_callsOfLeavers[leaver]} calls, and this is call {_call + 1}.");
}

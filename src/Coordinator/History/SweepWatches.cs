using System.Runtime.CompilerServices;

namespace ResNet.Distributed.Coordinator.History;

/// <summary>The sweeps that somebody looks at, or has looked at lately. Thread safe.</summary>
internal sealed class SweepWatches : IDisposable
{
    /// <summary>The time between two looks at a sweep that is followed.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <summary>A sweep that nobody has looked at for so long is forgotten.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    // A follower whose turn it is shares the look of another one. Somewhat less than the period, because timers are not exact: one
    // that follows alone must not take its own last look for news.
    private static readonly TimeSpan MaxAge = Period * 0.9;

    private static readonly TimeSpan Cleaning = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly IGrainFactory _grains;
    private readonly TimeProvider _time;
    private readonly ILogger<SweepWatches> _logger;
    private readonly ITimer _cleaning;

    public SweepWatches(IGrainFactory grains, TimeProvider time, ILogger<SweepWatches> logger)
    {
        (_grains, _time, _logger) = (grains, time, logger);
        _cleaning = time.CreateTimer(_ => Forget(), null, Cleaning, Cleaning);
    }

    /// <summary>How many sweeps are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>The sweep as it is now; null when there is none.</summary>
    public async Task<(SweepWatch Watch, SweepListing Listing)?> LookAsync(string sweep, CancellationToken stop)
    {
        using var entry = Enter(sweep);
        return await entry.Watch.LookAsync(TimeSpan.Zero).WaitAsync(stop) is { } listing ? (entry.Watch, listing) : null;
    }

    /// <summary>
    /// The sweep as it is now, then as it is after each change, at most twice a second; nothing when there is none. Looking, not being
    /// told, so that a follower misses nothing when the sweep's grain moves to another coordinator. A look that fails is taken again
    /// after the period, but for the first one, whose failure is the caller's. Ends, without an exception, when it is stopped.
    /// </summary>
    public async IAsyncEnumerable<(SweepWatch Watch, SweepListing Listing)> FollowAsync(
        string sweep, [EnumeratorCancellation] CancellationToken stop)
    {
        using var entry = Enter(sweep);
        SweepListing? last = null;
        using var timer = new PeriodicTimer(Period, _time);
        do
        {
            var listing = last is null ? await entry.Watch.LookAsync(TimeSpan.Zero) : await TryLookAsync(entry, last);
            if (listing is null)
            {
                yield break;
            }

            if (!ReferenceEquals(listing, last))
            {
                last = listing;
                yield return (entry.Watch, listing);
            }
        }
        while (await NextAsync(timer, stop));
    }

    public void Dispose() => _cleaning.Dispose();

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<SweepListing?> TryLookAsync(Entry entry, SweepListing last)
    {
        try
        {
            return await entry.Watch.LookAsync(MaxAge);
        }
        catch (Exception failure)
        {
            // Whatever it was, the next look is the answer: a silo died with the sweep's grain, or the store is away.
            Log.NotSeen(_logger, last.Sweep.Id, Period.TotalSeconds, failure.Message);
            return last;
        }
    }

    private Entry Enter(string sweep)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(sweep, out var entry))
            {
                _entries[sweep] = entry = new Entry(this, sweep);
            }

            entry.Users++;
            return entry;
        }
    }

    private void Leave(Entry entry)
    {
        lock (_gate)
        {
            entry.Left = _time.GetTimestamp();
            entry.Users--;
            if (entry.Users == 0 && !entry.Watch.IsKnown)
            {
                _entries.Remove(entry.Sweep);
            }
        }
    }

    private void Forget()
    {
        lock (_gate)
        {
            foreach (var entry in _entries.Values.Where(entry => entry.Users == 0 && _time.GetElapsedTime(entry.Left) >= Memory).ToArray())
            {
                _entries.Remove(entry.Sweep);
            }
        }
    }

    private sealed class Entry(SweepWatches owner, string sweep) : IDisposable
    {
        public string Sweep => sweep;

        public SweepWatch Watch { get; } = new(sweep, owner._grains, owner._time);

        public int Users { get; set; }

        public long Left { get; set; }

        public void Dispose() => owner.Leave(this);
    }
}

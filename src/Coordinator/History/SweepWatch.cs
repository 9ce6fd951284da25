using ResNet.Distributed.Contracts.Grains;

namespace ResNet.Distributed.Coordinator.History;

/// <summary>One sweep as this process sees it: one look at its grain for all who follow it, and none when nobody does.</summary>
internal sealed class SweepWatch
{
    private readonly SharedLook<SweepListing?> _look;
    private readonly ICoordinatorGrain _coordinator;
    private volatile SweepListing? _newest;

    /// <param name="sweep">The sweep's id, or what somebody takes for one.</param>
    /// <param name="grains">The cluster.</param>
    /// <param name="time">For the age of a look.</param>
    public SweepWatch(string sweep, IGrainFactory grains, TimeProvider time)
    {
        _coordinator = grains.Coordinator(sweep);
        _look = new SharedLook<SweepListing?>(AskAsync, time);
        Details = new TrialDetails(sweep, grains);
    }

    /// <summary>Whether there is such a sweep, as far as this process has seen.</summary>
    public bool IsKnown => _newest is not null;

    /// <summary>The trials' epochs and attempts, as far as anybody has asked for them.</summary>
    public TrialDetails Details { get; }

    /// <summary>The sweep as it is now, or was at most <paramref name="maxAge"/> ago; null when there is none.</summary>
    public Task<SweepListing?> LookAsync(TimeSpan maxAge) => _look.LookAsync(maxAge);

    // One look at a time, so nobody else replaces the newest one.
    private async Task<SweepListing?> AskAsync()
    {
        // The trials first: a sweep that is shown as over then never comes with trials that are not.
        var trials = await _coordinator.GetTrialsAsync();
        return await _coordinator.GetAsync() is { } sweep
            ? _newest = _newest?.Next(sweep, trials) ?? new SweepListing(sweep, trials)
            : null;
    }
}

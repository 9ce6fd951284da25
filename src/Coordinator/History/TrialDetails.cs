using System.Collections.Concurrent;
using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.History;

/// <summary>
/// Epochs and attempts of one sweep's trials. A trial is asked for them only when it has changed since, by its revision, and not at
/// all before its first attempt. Thread safe.
/// </summary>
/// <param name="sweep">The sweep's id.</param>
/// <param name="grains">The cluster.</param>
internal sealed class TrialDetails(string sweep, IGrainFactory grains)
{
    // Trials that are asked at a time.
    private const int Window = 32;

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly ConcurrentDictionary<int, TrialDetail> _known = [];
    private readonly Dictionary<int, (TrialView Listed, TrialDetail? Detail, TrialHistory History)> _shown = [];
    private (SweepListing Listing, SweepSnapshot Snapshot)? _last;

    /// <summary>The listing with the epochs and attempts of its trials; the same instance for the same listing.</summary>
    public async Task<SweepSnapshot> CompleteAsync(SweepListing listing, CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            if (_last is { } last && ReferenceEquals(last.Listing, listing))
            {
                return last.Snapshot;
            }

            // What was learnt stays, also when this is cancelled half-way.
            await Parallel.ForEachAsync(
                listing.Trials.Where(HasChanged),
                new ParallelOptions { MaxDegreeOfParallelism = Window, CancellationToken = stop },
                AskAsync);
            var snapshot = new SweepSnapshot(listing.Sweep, [.. listing.Trials.Select(Show)]);
            _last = (listing, snapshot);
            return snapshot;
        }
        finally
        {
            _one.Release();
        }
    }

    private bool HasChanged(TrialView trial) =>
        trial.Attempt > 0 && !(_known.TryGetValue(trial.Number, out var known) && known.Trial.Revision >= trial.Revision);

    private async ValueTask AskAsync(TrialView trial, CancellationToken stop)
    {
        if (await grains.Trial(new TrialId(sweep, trial.Number)).GetAsync().WaitAsync(stop) is { } detail)
        {
            _known[trial.Number] = detail;
        }
    }

    private TrialHistory Show(TrialView listed)
    {
        var detail = listed.Attempt > 0 ? _known.GetValueOrDefault(listed.Number) : null;
        if (_shown.TryGetValue(listed.Number, out var shown) && ReferenceEquals(shown.Listed, listed) && ReferenceEquals(shown.Detail, detail))
        {
            return shown.History;
        }

        // The trial may have gone on since the sweep heard of it; its progress is known to the list alone.
        var trial = detail is not null && detail.Trial.Revision > listed.Revision ? detail.Trial with { Progress = listed.Progress } : listed;
        var history = new TrialHistory(trial, detail?.Epochs ?? [], detail?.Attempts ?? []);
        _shown[listed.Number] = (listed, detail, history);
        return history;
    }
}

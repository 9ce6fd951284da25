using System.Runtime.CompilerServices;

namespace ResNet.Distributed.Coordinator.History;

/// <summary>
/// Sweeps with the curves of all their trials, for pages that show them. Cheap to ask twice a second, however many ask: one look at a
/// sweep serves them all, and a trial is asked for its epochs only when it has changed. Sweeps that nobody has looked at for some
/// minutes are forgotten.
/// </summary>
internal sealed class SweepHistory(SweepWatches watches, TimeProvider time, ILogger<SweepHistory> logger)
{
    /// <summary>The sweep as it is now; null when there is none of this id.</summary>
    public async Task<SweepSnapshot?> GetAsync(string sweep, CancellationToken stop) =>
        await watches.LookAsync(sweep, stop) is var (watch, listing) ? await watch.Details.CompleteAsync(listing, stop) : null;

    /// <summary>
    /// The sweep as it is now, and again whenever something has changed, at most twice a second. Ends at once when there is no such
    /// sweep; ends, without an exception, when it is stopped. A coordinator or store that is away for a while is waited for.
    /// </summary>
    public async IAsyncEnumerable<SweepSnapshot> FollowAsync(string sweep, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var (watch, listing) in watches.FollowAsync(sweep, stop))
        {
            if (await TryCompleteAsync(watch, listing, stop) is not { } snapshot)
            {
                yield break;
            }

            yield return snapshot;
        }
    }

    // Until it works: the listing may be the sweep's last one, so there might be no other occasion. Null when stopped.
    private async Task<SweepSnapshot?> TryCompleteAsync(SweepWatch watch, SweepListing listing, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                return await watch.Details.CompleteAsync(listing, stop);
            }
            catch (Exception failure) when (!stop.IsCancellationRequested)
            {
                Log.NotSeen(logger, listing.Sweep.Id, SweepWatches.Period.TotalSeconds, failure.Message);
                await Task.Delay(SweepWatches.Period, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }

        return null;
    }
}

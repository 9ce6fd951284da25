using System.Runtime.CompilerServices;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Coordinator.History;

namespace ResNet.Distributed.Coordinator.Http;

/// <summary>Follows a sweep and says what changed.</summary>
internal sealed class SweepFeed(SweepWatches watches, IHostApplicationLifetime lifetime)
{
    /// <summary>All trials first, then those that changed; ends when the follower goes or the process stops.</summary>
    public async IAsyncEnumerable<SweepEvent> FollowAsync(string id, [EnumeratorCancellation] CancellationToken gone)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(gone, lifetime.ApplicationStopping);
        SweepListing? last = null;
        await foreach (var (_, listing) in watches.FollowAsync(id, stop.Token))
        {
            yield return new SweepEvent(listing.Sweep, listing.ChangedSince(last));
            last = listing;
        }
    }
}

using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Grains;

namespace ResNet.Distributed.Coordinator.Http;

/// <summary>
/// Follows a sweep: looks twice a second and says what changed. Looking, not being told, so that a follower misses nothing when the
/// sweep's grain moves to another coordinator.
/// </summary>
internal sealed class SweepFeed(IGrainFactory grains, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <summary>All trials first, then those that changed; ends when the follower goes or the process stops.</summary>
    public async IAsyncEnumerable<SweepEvent> FollowAsync(string id, [EnumeratorCancellation] CancellationToken gone)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(gone, lifetime.ApplicationStopping);
        var coordinator = grains.Coordinator(id);
        var known = new Dictionary<int, TrialView>();
        SweepView? last = null;
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            // The trials first: a sweep that is shown as over then never comes with trials that are not.
            var trials = await coordinator.GetTrialsAsync();
            var sweep = (await coordinator.GetAsync())!;
            var changed = trials.Where(trial => Update(known, trial)).ToImmutableArray();
            if (changed.Length > 0 || sweep != last)
            {
                last = sweep;
                yield return new SweepEvent(sweep, changed);
            }
        }
        while (await NextAsync(timer, stop.Token));
    }

    private static bool Update(Dictionary<int, TrialView> known, TrialView trial)
    {
        // Parameters never change, and as a collection they would not compare equal.
        var isNew = !known.TryGetValue(trial.Number, out var before) || (before with { Parameters = trial.Parameters }) != trial;
        known[trial.Number] = trial;
        return isNew;
    }

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
}

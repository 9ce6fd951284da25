using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Coordinator.Pool;

/// <summary>Which workers are lost because they fell silent, as far as a pool can tell that may have been cut off itself.</summary>
/// <param name="workers">The workers that the pool knows.</param>
/// <param name="lapse">A worker that was silent for so long is lost.</param>
internal sealed class Liveness(WorkerRoster workers, TimeSpan lapse)
{
    private DateTimeOffset? _lastLook;

    private IEnumerable<PooledWorker> Workers => workers.All.Values;

    /// <summary>
    /// Whether a worker of this name is alive on another machine: each of the two would be the proof of the other's death. On one machine the launcher
    /// sees to that.
    /// </summary>
    public bool IsTaken(WorkerId id, DateTimeOffset now) => workers.Others(id).Any(
        worker => worker.Info is not null && worker.Id.Machine != id.Machine && now - worker.Seen < lapse);

    /// <summary>The workers that are lost. To be asked for all the time, so that a pause of the pool itself is noticed.</summary>
    public PooledWorker[] Lapsed(DateTimeOffset now)
    {
        ForgiveOwnPause(now);

        // When several workers fall silent and not one is heard, it is rather the pool that is cut off: the cluster then makes it
        // anew elsewhere, and until that is decided nobody loses a worker.
        var limit = workers.All.Count > 1 && Workers.All(worker => now - worker.Seen >= lapse / 2) ? 3 * lapse : lapse;
        return [.. Workers.Where(worker => now - worker.Seen >= limit)];
    }

    // A pool that was stopped itself has heard nobody for as long: that says nothing about the workers. Those that were heard since
    // it goes on have nothing to be forgiven.
    private void ForgiveOwnPause(DateTimeOffset now)
    {
        var pause = now - (_lastLook ?? now);
        _lastLook = now;
        if (pause >= lapse / 2)
        {
            foreach (var worker in Workers)
            {
                worker.Seen = worker.Seen + pause < now ? worker.Seen + pause : now;
            }
        }
    }
}

using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Coordinator.Pool;

/// <summary>Brings the trials that wait together with the workers that are free.</summary>
/// <param name="workers">The workers that the pool knows.</param>
/// <param name="queue">The trials that wait.</param>
/// <param name="newId">Makes lease ids.</param>
internal sealed class Matching(WorkerRoster workers, TrialQueue queue, Func<Guid> newId)
{
    /// <summary>
    /// The leases that can be given now. Each has to begin before the next one is asked for: then its trial waits no more, and is counted as served.
    /// </summary>
    public IEnumerable<Lease> Leases()
    {
        var there = workers.All.Values.Where(worker => worker.IsThere).ToList();
        var free = there.FindAll(worker => worker.IsFree);
        while (free.Count > 0
            && queue.Next(waiting => WantedData.Choose(waiting, there, there).Count) is { } waiting
            && WantedData.Choose(waiting, free, there) is var fit && waiting.SizeFor(fit.Count) is > 0 and var size)
        {
            var chosen = Placement.Choose(fit, size);
            chosen.ForEach(worker => free.Remove(worker));
            yield return new Lease(newId(), waiting.Trial, [.. chosen.Select(worker => worker.Info!.Id)])
            {
                Data = chosen.Select(worker => worker.Info!.Content).FirstOrDefault(content => content is not null),
            };
        }
    }
}

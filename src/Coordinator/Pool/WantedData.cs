using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Coordinator.Pool;

/// <summary>Which images the trials want, and so which workers are of no use.</summary>
internal sealed class WantedData
{
    private DataContent? _last;

    /// <summary>Notes that a trial wants them, or has begun on them; null for a trial that does not say.</summary>
    public void Note(DataContent? data) => _last = data ?? _last;

    /// <summary>
    /// What is wanted in place of what a worker has; null for one that is of use. When nobody wants anything any more, what was wanted
    /// last still counts, so that who was refused is seen to be.
    /// </summary>
    /// <param name="worker">The worker.</param>
    /// <param name="wanted">All that is wanted now.</param>
    public DataContent? InPlaceOf(PooledWorker worker, IEnumerable<DataContent?> wanted) =>
        _last is { } last && worker.Lease is null && !worker.Has(last) && !wanted.Any(data => data is not null && worker.Has(data)) ? last : null;

    /// <summary>
    /// Of free workers, those that a trial can have: those with its images; where it has none yet, those with the images that most workers
    /// have, so that it is the odd one that is left out and not the first one that decides.
    /// </summary>
    /// <param name="trial">The trial.</param>
    /// <param name="free">The free workers, by name.</param>
    /// <param name="all">All workers.</param>
    public static List<PooledWorker> Choose(WorkerRequest trial, IEnumerable<PooledWorker> free, IEnumerable<PooledWorker> all)
    {
        var data = trial.Data ?? all
            .Where(worker => worker.IsThere)
            .Select(worker => worker.Info!.Content)
            .OfType<DataContent>()
            .GroupBy(content => content.Sha256, StringComparer.Ordinal)
            .MaxBy(group => group.Count())?.First();
        return [.. free.Where(worker => worker.Has(data))];
    }
}

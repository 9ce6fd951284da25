namespace ResNet.Distributed.Coordinator.Pool;

/// <summary>Which workers a trial gets.</summary>
internal static class Placement
{
    /// <summary>
    /// Takes workers of as few hosts as it can, those with the most free ones first: between workers of one host gradients go through
    /// memory. Workers of a host are neighbours in rank.
    /// </summary>
    /// <param name="free">Those that can be had, by name.</param>
    /// <param name="count">How many are wanted; at most as many as there are.</param>
    public static List<PooledWorker> Choose(IEnumerable<PooledWorker> free, int count) =>
    [
        .. free.GroupBy(worker => worker.Info!.Host)
            .OrderBy(host => host.Count() < count)
            .ThenByDescending(host => host.Count())
            .ThenBy(host => host.Key, StringComparer.Ordinal)
            .SelectMany(host => host)
            .Take(count),
    ];
}

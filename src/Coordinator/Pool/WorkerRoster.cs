using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Coordinator.Pool;

/// <summary>The workers that a pool knows. Every heartbeat asks for one, and for others of its name: both are found without a look at the rest.</summary>
internal sealed class WorkerRoster
{
    private readonly SortedDictionary<string, PooledWorker> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<PooledWorker>> _byName = new(StringComparer.Ordinal);

    /// <summary>All of them, by id.</summary>
    public IReadOnlyDictionary<string, PooledWorker> All => _byId;

    /// <summary>An incarnation; null where it is not known.</summary>
    public PooledWorker? Find(WorkerId id) => Named(id.Name).Find(worker => worker.Id == id);

    /// <summary>Other incarnations of a worker.</summary>
    public IReadOnlyList<PooledWorker> Others(WorkerId id) => Named(id.Name).FindAll(worker => worker.Id != id);

    /// <summary>Whether another incarnation of it has come.</summary>
    public bool IsReplaced(WorkerId id) => Find(id) is null && Others(id).Any(worker => worker.Info is not null);

    /// <summary>An incarnation, which is noted when it was not known.</summary>
    /// <param name="id">Which.</param>
    /// <param name="now">When it is seen, if it is new.</param>
    public PooledWorker Note(WorkerId id, DateTimeOffset now)
    {
        if (Find(id) is { } known)
        {
            return known;
        }

        var worker = new PooledWorker(id) { Seen = now };
        _byId.Add(id.ToString(), worker);
        if (!_byName.TryGetValue(id.Name, out var named))
        {
            _byName[id.Name] = named = [];
        }

        named.Add(worker);
        return worker;
    }

    /// <summary>Forgets one.</summary>
    /// <returns>What was known of it; null where nothing was.</returns>
    public PooledWorker? Remove(WorkerId id)
    {
        if (!_byId.Remove(id.ToString(), out var worker))
        {
            return null;
        }

        var named = _byName[id.Name];
        named.Remove(worker);
        if (named.Count == 0)
        {
            _byName.Remove(id.Name);
        }

        return worker;
    }

    private List<PooledWorker> Named(string name) => _byName.GetValueOrDefault(name) ?? [];
}

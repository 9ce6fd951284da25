using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Coordinator.Pool;

/// <summary>
/// Workers, leases and the queue, without a clock and without a cluster: every method gets the time and returns what has to be
/// told to the trials. Nothing is kept on disk; heartbeats and claims rebuild it.
/// </summary>
/// <param name="lapse">A worker that was silent for so long is lost.</param>
/// <param name="retell">A grant that the worker's heartbeat does not confirm within this time is told to the trial again.</param>
/// <param name="newId">Makes lease ids.</param>
internal sealed class WorkerPoolState(TimeSpan lapse, TimeSpan retell, Func<Guid> newId)
{
    private readonly SortedDictionary<string, PooledWorker> _workers = new(StringComparer.Ordinal);
    private readonly Dictionary<TrialId, WorkerId> _holders = [];
    private readonly TrialQueue _queue = new();
    private DateTimeOffset? _lastTick;

    /// <summary>All workers, by id.</summary>
    public IReadOnlyDictionary<string, PooledWorker> Workers => _workers;

    /// <summary>Trials that wait, the next one first.</summary>
    public IReadOnlyCollection<TrialId> Queue => _queue.Trials;

    /// <summary>A worker is alive and holds what it says.</summary>
    public (HeartbeatAnswer Answer, IReadOnlyList<PoolEffect> Effects) Heartbeat(WorkerHeartbeat heartbeat, DateTimeOffset now)
    {
        var effects = new List<PoolEffect>();
        var worker = Known(heartbeat.Worker.Id, now);
        (worker.Info, worker.Seen, worker.Leaving) = (heartbeat.Worker, now, heartbeat.Leaving);
        ForgetOlderIncarnations(heartbeat.Worker.Id, effects);

        var answer = HeartbeatAnswer.Continue;
        if (heartbeat.Running is { } running)
        {
            if (worker.Lease is null)
            {
                Adopt(new Lease(running.Lease, running.Trial, heartbeat.Worker.Id), worker, now);
            }

            var isItsOwn = worker.Lease?.Id == running.Lease;
            worker.Progress = isItsOwn ? running.Progress : null;
            worker.Told = isItsOwn ? now : worker.Told;
            answer = isItsOwn ? HeartbeatAnswer.Continue : HeartbeatAnswer.StopAttempt;
        }
        else
        {
            worker.Progress = null;
        }

        Match(now, effects);
        return (answer, effects);
    }

    /// <summary>
    /// A trial wants a worker. When it has one already, it is told so again. Trials that have <paramref name="begun"/> come before
    /// those that have not.
    /// </summary>
    public IReadOnlyList<PoolEffect> Request(TrialId trial, DateTimeOffset now, bool begun = false)
    {
        var effects = new List<PoolEffect>();
        if (_holders.TryGetValue(trial, out var holder))
        {
            effects.Add(new PoolEffect.Granted(_workers[holder.ToString()].Lease!));
        }
        else
        {
            _queue.Add(trial, begun);
            Match(now, effects);
        }

        return effects;
    }

    /// <summary>A trial says that it has a lease. One that contradicts what is known is answered with its loss.</summary>
    public IReadOnlyList<PoolEffect> Claim(Lease lease, DateTimeOffset now)
    {
        var worker = Known(lease.Worker, now);
        if (worker.Lease is null)
        {
            Adopt(lease, worker, now);
        }

        return worker.Lease?.Id == lease.Id ? [] : [new PoolEffect.Lost(lease, LossKind.Reassigned, "its worker was given to another trial meanwhile", null)];
    }

    /// <summary>A trial wants nothing any more.</summary>
    public IReadOnlyList<PoolEffect> Release(TrialId trial, DateTimeOffset now)
    {
        var effects = new List<PoolEffect>();
        _queue.Remove(trial);
        if (_holders.Remove(trial, out var holder))
        {
            var worker = _workers[holder.ToString()];
            (worker.Lease, worker.Progress) = (null, null);
            Match(now, effects);
        }

        return effects;
    }

    /// <summary>A worker leaves.</summary>
    public IReadOnlyList<PoolEffect> Leave(WorkerId worker)
    {
        var effects = new List<PoolEffect>();
        Forget(worker.ToString(), LossKind.Left, $"worker {worker.Name} left", effects);
        return effects;
    }

    /// <summary>
    /// Loses the workers whose processes are known to be dead. Their heartbeats would tell in time; but a pool that was made anew, perhaps
    /// because of that death, has not heard them, and knows of them by claims alone.
    /// </summary>
    public IReadOnlyList<PoolEffect> Bury(Func<WorkerId, bool> isDead)
    {
        var effects = new List<PoolEffect>();
        foreach (var id in _workers.Keys.Where(id => isDead(WorkerId.Parse(id))).ToArray())
        {
            Forget(id, LossKind.Silent, $"worker {WorkerId.Parse(id).Name} is dead", effects);
        }

        return effects;
    }

    /// <summary>Forgets workers that fell silent, and repeats grants that no heartbeat has confirmed.</summary>
    public IReadOnlyList<PoolEffect> Tick(DateTimeOffset now)
    {
        var effects = new List<PoolEffect>();
        ForgiveOwnPause(now);
        foreach (var (id, worker) in Lapsed(now))
        {
            var name = WorkerId.Parse(id).Name;
            Forget(id, LossKind.Silent, $"worker {name} was silent for {(now - worker.Seen).TotalSeconds:0} s", effects);
        }

        foreach (var worker in _workers.Values.Where(worker => worker.Lease is not null && now - worker.Told >= retell))
        {
            worker.Told = now;
            effects.Add(new PoolEffect.Granted(worker.Lease!));
        }

        Match(now, effects);
        return effects;
    }

    // A pool that was stopped itself has heard nobody for as long: that says nothing about the workers. Those that were heard since
    // it goes on have nothing to be forgiven.
    private void ForgiveOwnPause(DateTimeOffset now)
    {
        var pause = now - (_lastTick ?? now);
        _lastTick = now;
        if (pause >= lapse / 2)
        {
            foreach (var worker in _workers.Values)
            {
                worker.Seen = worker.Seen + pause < now ? worker.Seen + pause : now;
            }
        }
    }

    // When several workers fall silent and not one is heard, it is rather the pool that is cut off: the cluster then makes it
    // anew elsewhere, and until that is decided nobody loses a worker.
    private KeyValuePair<string, PooledWorker>[] Lapsed(DateTimeOffset now)
    {
        var limit = _workers.Count > 1 && _workers.Values.All(worker => now - worker.Seen >= lapse / 2) ? 3 * lapse : lapse;
        return [.. _workers.Where(entry => now - entry.Value.Seen >= limit)];
    }

    private PooledWorker Known(WorkerId id, DateTimeOffset now)
    {
        if (!_workers.TryGetValue(id.ToString(), out var worker))
        {
            _workers[id.ToString()] = worker = new PooledWorker { Seen = now };
        }

        return worker;
    }

    private void Adopt(Lease lease, PooledWorker worker, DateTimeOffset now)
    {
        if (_holders.TryAdd(lease.Trial, lease.Worker))
        {
            _queue.Remove(lease.Trial);
            (worker.Lease, worker.Told) = (lease, now);
        }
    }

    // A worker's name is unique, so a heartbeat of a new incarnation is the proof that the older one is dead.
    private void ForgetOlderIncarnations(WorkerId id, List<PoolEffect> effects)
    {
        var older = _workers.Keys.Where(key => key != id.ToString() && WorkerId.Parse(key).Name == id.Name).ToArray();
        foreach (var key in older)
        {
            Forget(key, LossKind.Died, $"worker {id.Name} was restarted", effects);
        }
    }

    private void Forget(string id, LossKind kind, string reason, List<PoolEffect> effects)
    {
        if (_workers.Remove(id, out var worker) && worker.Lease is { } lease)
        {
            _holders.Remove(lease.Trial);
            effects.Add(new PoolEffect.Lost(lease, kind, reason, worker.Progress));
        }
    }

    private void Match(DateTimeOffset now, List<PoolEffect> effects)
    {
        foreach (var (id, worker) in _workers.Where(entry => entry.Value.IsFree))
        {
            if (_queue.Next() is not { } trial)
            {
                return;
            }

            var lease = new Lease(newId(), trial, WorkerId.Parse(id));
            (worker.Lease, worker.Told) = (lease, now);
            _holders[trial] = lease.Worker;
            effects.Add(new PoolEffect.Granted(lease));
        }
    }
}

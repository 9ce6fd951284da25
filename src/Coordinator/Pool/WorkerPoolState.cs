using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Coordinator.Pool;

/// <summary>
/// Workers, leases and the queue, without a clock and without a cluster: every method gets the time and returns what has to be
/// told to the trials. Nothing is kept on disk; heartbeats and claims rebuild it.
/// </summary>
internal sealed class WorkerPoolState
{
    private readonly TimeSpan _retell;
    private readonly WorkerRoster _workers = new();
    private readonly WantedData _wanted = new();
    private readonly WorkerTime _time = new();
    private readonly PooledLeases _leases;
    private readonly TrialQueue _queue;
    private readonly Liveness _liveness;
    private readonly Matching _matching;

    /// <param name="lapse">A worker that was silent for so long is lost.</param>
    /// <param name="retell">A grant that the workers' heartbeats do not confirm within this time is told to the trial again.</param>
    /// <param name="newId">Makes lease ids.</param>
    public WorkerPoolState(TimeSpan lapse, TimeSpan retell, Func<Guid> newId)
    {
        _retell = retell;
        _leases = new PooledLeases(_workers, _time);
        _queue = new TrialQueue(_time);
        _liveness = new Liveness(_workers, lapse);
        _matching = new Matching(_workers, _queue, newId);
    }

    /// <summary>All workers, by id.</summary>
    public IReadOnlyDictionary<string, PooledWorker> Workers => _workers.All;

    /// <summary>Whether it has heard of this incarnation of a worker.</summary>
    public bool Knows(WorkerId worker) => _workers.Find(worker) is not null;

    /// <summary>What is leased, by trial.</summary>
    public IReadOnlyDictionary<TrialId, Lease> Leases => _leases.Held;

    /// <summary>Trials that wait, the next one first.</summary>
    public IReadOnlyCollection<TrialId> Queue => [.. _queue.All.Select(waiting => waiting.Trial)];

    /// <summary>What the trials want in place of the images that a worker has; null for one that is of use.</summary>
    public DataContent? Refusal(PooledWorker worker) => _wanted.InPlaceOf(
        worker, Leases.Values.Select(lease => lease.Data).Concat(_queue.All.Select(waiting => waiting.Data)));

    /// <summary>A worker is alive and holds what it says.</summary>
    public (HeartbeatAnswer Answer, IReadOnlyList<PoolEffect> Effects) Heartbeat(WorkerHeartbeat heartbeat, DateTimeOffset now)
    {
        var effects = new List<PoolEffect>();
        if (_workers.Find(heartbeat.Worker.Id) is null && _liveness.IsTaken(heartbeat.Worker.Id, now))
        {
            return (HeartbeatAnswer.NameTaken, effects);
        }

        var worker = _workers.Note(heartbeat.Worker.Id, now);
        (worker.Info, worker.Seen, worker.Leaving, worker.Progress) = (heartbeat.Worker, now, heartbeat.Leaving, null);
        ForgetOlderIncarnations(heartbeat.Worker.Id, effects);

        var answer = HeartbeatAnswer.Continue;
        if (heartbeat.Running is not { } running)
        {
            worker.IsDoubted = false;
        }
        else if (worker.Lease?.Id == running.Lease.Id || TryAdopt(running.Lease, now))
        {
            (worker.Progress, worker.Told) = (running.Progress, now);
        }
        else
        {
            answer = HeartbeatAnswer.StopAttempt;
        }

        Match(now, effects);
        return (answer, effects);
    }

    /// <summary>A trial wants workers, and gives up the lease that has ended. When it has some already, it is told so again.</summary>
    public IReadOnlyList<PoolEffect> Request(WorkerRequest request, DateTimeOffset now)
    {
        var effects = new List<PoolEffect>();
        _time.Count(now);
        if (request.Ended is { } ended)
        {
            _leases.End(request.Trial, ended);
        }

        if (Leases.TryGetValue(request.Trial, out var lease))
        {
            effects.Add(new PoolEffect.Granted(lease));
        }
        else
        {
            _wanted.Note(request.Data);
            Join(request.Trial.Sweep);
            _queue.Add(request);
        }

        Match(now, effects);
        return effects;
    }

    /// <summary>
    /// A trial says that it has a lease. It knows best: what only workers have told of it is forgotten. A lease that has ended, or whose
    /// workers are others' meanwhile, is answered with its loss.
    /// </summary>
    public IReadOnlyList<PoolEffect> Claim(Lease lease, DateTimeOffset now)
    {
        _leases.EndHearsayBeside(lease);
        if (_leases.Holds(lease) || TryAdopt(lease, now))
        {
            _leases.Confirm(lease);
            return [];
        }

        return [new PoolEffect.Lost(lease, LossKind.Reassigned, "its worker was given to another trial meanwhile", null)];
    }

    /// <summary>A trial gives something up.</summary>
    /// <param name="trial">Which one.</param>
    /// <param name="now">The time.</param>
    /// <param name="only">
    /// This lease and nothing else: each of its workers may tell of its end, and the last of them when the trial has got others. Null: all.
    /// </param>
    /// <param name="doubted">A worker that has to be heard of before it is given to anyone; null: none.</param>
    public IReadOnlyList<PoolEffect> Release(TrialId trial, DateTimeOffset now, Guid? only = null, WorkerId? doubted = null)
    {
        var effects = new List<PoolEffect>();
        _time.Count(now);
        if (only is null)
        {
            _queue.Remove(trial);
        }

        if (_leases.End(trial, only) && doubted is { } worker && _workers.Find(worker) is { } lost)
        {
            lost.IsDoubted = true;
        }

        Match(now, effects);
        return effects;
    }

    /// <summary>A worker leaves.</summary>
    public IReadOnlyList<PoolEffect> Leave(WorkerId worker, DateTimeOffset now)
    {
        var effects = new List<PoolEffect>();
        Forget(worker, LossKind.Left, $"worker {worker.Name} left", effects);
        Match(now, effects);
        return effects;
    }

    /// <summary>
    /// Loses the workers whose processes are known to be dead. Their heartbeats would tell in time; but a pool that was made anew, perhaps
    /// because of that death, has not heard them, and knows of them by claims alone.
    /// </summary>
    public IReadOnlyList<PoolEffect> Bury(IEnumerable<WorkerId> dead)
    {
        var effects = new List<PoolEffect>();
        foreach (var worker in dead)
        {
            Forget(worker, LossKind.Silent, $"worker {worker.Name} is dead", effects);
        }

        return effects;
    }

    /// <summary>Forgets workers that fell silent, and repeats grants that no heartbeat has confirmed.</summary>
    public IReadOnlyList<PoolEffect> Tick(DateTimeOffset now)
    {
        var effects = new List<PoolEffect>();
        _time.Count(now);
        foreach (var worker in _liveness.Lapsed(now))
        {
            Forget(worker.Id, LossKind.Silent, $"worker {worker.Id.Name} was silent for {(now - worker.Seen).TotalSeconds:0} s", effects);
        }

        foreach (var lease in _leases.NotToldFor(_retell, now))
        {
            _leases.NoteTold(lease, now);
            effects.Add(new PoolEffect.Granted(lease));
        }

        Match(now, effects);
        return effects;
    }

    // A lease that this pool has not given, as after a restart.
    private bool TryAdopt(Lease lease, DateTimeOffset now)
    {
        if (!_leases.CanAdopt(lease))
        {
            return false;
        }

        foreach (var id in lease.Workers)
        {
            _workers.Note(id, now);
        }

        _leases.NoteHearsay(lease);
        Hold(lease, now);
        return true;
    }

    private void Hold(Lease lease, DateTimeOffset now)
    {
        Join(lease.Trial.Sweep);
        _queue.Remove(lease.Trial);
        _wanted.Note(lease.Data);
        _leases.Begin(lease, now);
    }

    private void Join(string sweep)
    {
        var others = _queue.Sweeps.Concat(Leases.Keys.Select(trial => trial.Sweep)).ToHashSet();
        _time.Forget(others);
        if (!others.Contains(sweep))
        {
            _time.Join(sweep, others);
        }
    }

    // A worker's name is unique, so a heartbeat of a new incarnation is the proof that the older one is dead.
    private void ForgetOlderIncarnations(WorkerId id, List<PoolEffect> effects)
    {
        foreach (var older in _workers.Others(id))
        {
            Forget(older.Id, LossKind.Died, $"worker {id.Name} was restarted", effects);
        }
    }

    // With one worker the whole lease is lost. The others are still in the attempt: they are given away when they are heard without it.
    private void Forget(WorkerId id, LossKind kind, string reason, List<PoolEffect> effects)
    {
        if (_workers.Remove(id) is { Lease: { } lease } lost)
        {
            var others = _leases.MembersOf(lease).ToArray();
            var progress = lost.Progress ?? others.Select(worker => worker.Progress).FirstOrDefault(progress => progress is not null);
            _leases.End(lease);
            Array.ForEach(others, worker => worker.IsDoubted = true);
            effects.Add(new PoolEffect.Lost(lease, kind, reason, progress));
        }
    }

    private void Match(DateTimeOffset now, List<PoolEffect> effects)
    {
        // Every heartbeat comes by here, and mostly nobody waits.
        if (_queue.IsEmpty)
        {
            return;
        }

        _time.Count(now);
        foreach (var lease in _matching.Leases())
        {
            Hold(lease, now);
            effects.Add(new PoolEffect.Granted(lease));
        }
    }
}

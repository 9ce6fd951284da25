using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Coordinator.Pool;

/// <summary>Which workers are whose: the leases that are held, those of them that are hearsay, and those that have ended.</summary>
/// <param name="workers">The workers that the pool knows.</param>
/// <param name="time">What sweeps have had.</param>
internal sealed class PooledLeases(WorkerRoster workers, WorkerTime time)
{
    private readonly Dictionary<TrialId, Lease> _held = [];

    // Leases that workers have told of, and their trials not yet.
    private readonly HashSet<Guid> _hearsay = [];
    private readonly EndedLeases _ended = new();

    /// <summary>What is held, by trial.</summary>
    public IReadOnlyDictionary<TrialId, Lease> Held => _held;

    /// <summary>Those of a lease's workers that the pool knows.</summary>
    public IEnumerable<PooledWorker> MembersOf(Lease lease) => lease.Workers.Select(workers.Find).OfType<PooledWorker>();

    /// <summary>Whether its trial has this lease.</summary>
    public bool Holds(Lease lease) => _held.GetValueOrDefault(lease.Trial)?.Id == lease.Id;

    /// <summary>
    /// Whether a lease that this pool has not given, as after a restart, can be taken to be held: with all of its workers, or not at all.
    /// </summary>
    public bool CanAdopt(Lease lease) => !_ended.Contains(lease.Id) && !_held.ContainsKey(lease.Trial)
        && !lease.Workers.Any(workers.IsReplaced) && MembersOf(lease).All(worker => worker.Lease is null);

    /// <summary>A trial has a lease now.</summary>
    public void Begin(Lease lease, DateTimeOffset now)
    {
        _held[lease.Trial] = lease;
        time.Begin(lease, now);
        foreach (var worker in MembersOf(lease))
        {
            (worker.Lease, worker.IsDoubted) = (lease, false);
        }

        NoteTold(lease, now);
    }

    /// <summary>Only workers have told of a lease that is held.</summary>
    public void NoteHearsay(Lease lease) => _hearsay.Add(lease.Id);

    /// <summary>The trial has told of a lease that is held.</summary>
    public void Confirm(Lease lease) => _hearsay.Remove(lease.Id);

    /// <summary>Ends another lease of a trial that says it has this one, where only workers have told of that.</summary>
    public void EndHearsayBeside(Lease lease)
    {
        if (_held.TryGetValue(lease.Trial, out var known) && known.Id != lease.Id && _hearsay.Contains(known.Id))
        {
            End(known);
        }
    }

    /// <summary>A trial's lease has ended.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="only">This lease; null: whichever it has.</param>
    /// <returns>Whether it was held.</returns>
    public bool End(TrialId trial, Guid? only)
    {
        if (only is { } ended)
        {
            // Also one that this pool has not heard of yet: its workers may tell of it later.
            _ended.Add(ended);
        }

        var holds = _held.TryGetValue(trial, out var lease) && (only ?? lease.Id) == lease.Id;
        if (holds)
        {
            End(lease!);
        }

        return holds;
    }

    /// <summary>A lease that is held has ended.</summary>
    public void End(Lease lease)
    {
        time.End(lease);
        _held.Remove(lease.Trial);
        _hearsay.Remove(lease.Id);
        _ended.Add(lease.Id);
        foreach (var worker in MembersOf(lease))
        {
            (worker.Lease, worker.Progress) = (null, null);
        }
    }

    /// <summary>Leases that were not made known to their trials for so long, by a grant or by all their workers' heartbeats.</summary>
    public IEnumerable<Lease> NotToldFor(TimeSpan silence, DateTimeOffset now) =>
        _held.Values.Where(lease => MembersOf(lease).Any(worker => now - worker.Told >= silence));

    /// <summary>The trial is told of its lease now.</summary>
    public void NoteTold(Lease lease, DateTimeOffset now)
    {
        foreach (var worker in MembersOf(lease))
        {
            worker.Told = now;
        }
    }
}

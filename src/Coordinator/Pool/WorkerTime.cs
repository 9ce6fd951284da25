using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Coordinator.Pool;

/// <summary>
/// The worker time that sweeps have had, for sharing workers fairly: an hour on two workers counts two. A sweep that was away, or is new,
/// begins with no less than the one that has had least of those that are there: it neither catches up on what it did not ask for, nor
/// waits until the others have had their whole past again.
/// </summary>
internal sealed class WorkerTime
{
    private readonly Dictionary<string, double> _seconds = [];
    private readonly Dictionary<Guid, (Lease Lease, DateTimeOffset Since)> _running = [];

    /// <summary>A sweep wants workers, or has some.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="others">The sweeps that did so before.</param>
    public void Join(string sweep, IEnumerable<string> others)
    {
        var least = others.Select(Of).DefaultIfEmpty(0).Min();
        if (Of(sweep) < least)
        {
            _seconds[sweep] = least;
        }
    }

    /// <summary>A lease begins.</summary>
    public void Begin(Lease lease, DateTimeOffset now) => _running[lease.Id] = (lease, now);

    /// <summary>A lease ends; it is counted up to the last <see cref="Count"/>.</summary>
    public void End(Lease lease) => _running.Remove(lease.Id);

    /// <summary>Counts what the leases have taken until now.</summary>
    public void Count(DateTimeOffset now)
    {
        foreach (var (id, (lease, since)) in _running)
        {
            if (now > since)
            {
                _seconds[lease.Trial.Sweep] = Of(lease.Trial.Sweep) + ((now - since).TotalSeconds * lease.Workers.Length);
                _running[id] = (lease, now);
            }
        }
    }

    /// <summary>Seconds of one worker that a sweep has had, or is taken to have had.</summary>
    public double Of(string sweep) => _seconds.GetValueOrDefault(sweep);

    /// <summary>Forgets sweeps that are not there any more, and would be given no less if they came back.</summary>
    /// <param name="sweeps">Those that are there.</param>
    public void Forget(IReadOnlySet<string> sweeps)
    {
        var least = sweeps.Select(Of).DefaultIfEmpty(double.PositiveInfinity).Min();
        foreach (var gone in _seconds.Where(entry => !sweeps.Contains(entry.Key) && entry.Value <= least).Select(entry => entry.Key).ToArray())
        {
            _seconds.Remove(gone);
        }
    }
}

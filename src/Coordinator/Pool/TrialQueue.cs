using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Coordinator.Pool;

/// <summary>
/// Trials that wait for workers, each once. The sweep of the highest priority comes first; of equals the one that has had least worker
/// time; of those the one that has waited longest.
/// </summary>
/// <param name="time">What sweeps have had.</param>
internal sealed class TrialQueue(WorkerTime time)
{
    private readonly Dictionary<string, SweepQueue> _sweeps = [];
    private readonly Dictionary<TrialId, LinkedListNode<WorkerRequest>> _places = [];
    private long _arrivals;

    /// <summary>Whether nobody waits.</summary>
    public bool IsEmpty => _places.Count == 0;

    /// <summary>The sweeps that have trials here.</summary>
    public IEnumerable<string> Sweeps => _sweeps.Keys;

    /// <summary>All of them, the next one first as long as nobody gets any worker time.</summary>
    public IEnumerable<WorkerRequest> All => _sweeps.Values
        .OrderByDescending(sweep => sweep.Priority)
        .ThenBy(sweep => time.Of(sweep.Name))
        .ThenBy(sweep => sweep.Place)
        .SelectMany(sweep => sweep.All);

    /// <summary>Lets a trial wait; one that waits already keeps its place.</summary>
    public void Add(WorkerRequest request)
    {
        if (_places.ContainsKey(request.Trial))
        {
            return;
        }

        if (!_sweeps.TryGetValue(request.Trial.Sweep, out var sweep))
        {
            _sweeps[request.Trial.Sweep] = sweep = new SweepQueue(request.Trial.Sweep, _arrivals++);
        }

        _places[request.Trial] = sweep.Add(request);
    }

    /// <summary>Lets a trial wait no more.</summary>
    public void Remove(TrialId trial)
    {
        if (_places.Remove(trial, out var place))
        {
            place.List!.Remove(place);
            if (_sweeps[trial.Sweep].IsEmpty)
            {
                _sweeps.Remove(trial.Sweep);
            }
        }
    }

    /// <summary>
    /// The one to be served next; null when nobody can be. Only a trial that wants more workers than there are is passed over: if
    /// others could overtake it otherwise, it might wait for ever.
    /// </summary>
    /// <param name="workers">How many workers there are for a trial, free or not.</param>
    public WorkerRequest? Next(Func<WorkerRequest, int> workers) => All.FirstOrDefault(trial => trial.Least <= workers(trial));
}

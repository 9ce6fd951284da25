using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Pool;

/// <summary>
/// Trials that wait for workers, each once: first come, first served, but what was begun is ended before something new begins.
/// </summary>
internal sealed class TrialQueue
{
    private readonly LinkedList<WaitingTrial> _begun = [];
    private readonly LinkedList<WaitingTrial> _new = [];
    private readonly Dictionary<TrialId, LinkedListNode<WaitingTrial>> _places = [];

    /// <summary>Whether nobody waits.</summary>
    public bool IsEmpty => _places.Count == 0;

    /// <summary>All of them, the next one first.</summary>
    public IEnumerable<WaitingTrial> All => _begun.Concat(_new);

    /// <summary>Lets a trial wait; one that waits already keeps its place.</summary>
    /// <param name="trial">The trial and what it wants.</param>
    /// <param name="begun">Whether it has had workers before.</param>
    public void Add(WaitingTrial trial, bool begun)
    {
        if (!_places.ContainsKey(trial.Trial))
        {
            _places[trial.Trial] = (begun ? _begun : _new).AddLast(trial);
        }
    }

    /// <summary>Lets a trial wait no more.</summary>
    public void Remove(TrialId trial)
    {
        if (_places.Remove(trial, out var place))
        {
            place.List!.Remove(place);
        }
    }

    /// <summary>
    /// The one to be served next; null when nobody can be. Only a trial that wants more workers than there are is passed over: if
    /// smaller ones could overtake it otherwise, it might wait for ever.
    /// </summary>
    /// <param name="workers">How many workers there are for a trial, free or not.</param>
    public WaitingTrial? Next(Func<WaitingTrial, int> workers) => All.FirstOrDefault(trial => trial.Least <= workers(trial));
}

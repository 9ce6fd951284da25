using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Coordinator.Pool;

/// <summary>One sweep's trials that wait: first come, first served, but what was begun is ended before something new begins.</summary>
/// <param name="name">The sweep.</param>
/// <param name="place">When it began to wait, among others.</param>
internal sealed class SweepQueue(string name, long place)
{
    private readonly LinkedList<WorkerRequest> _begun = [];
    private readonly LinkedList<WorkerRequest> _new = [];

    /// <summary>The sweep.</summary>
    public string Name => name;

    /// <summary>When it began to wait, among others.</summary>
    public long Place => place;

    /// <summary>That of the newest request.</summary>
    public int Priority { get; private set; }

    /// <summary>All of them, the next one first.</summary>
    public IEnumerable<WorkerRequest> All => _begun.Concat(_new);

    /// <summary>Whether nobody waits.</summary>
    public bool IsEmpty => _begun.Count + _new.Count == 0;

    /// <summary>Lets a trial wait.</summary>
    /// <returns>Its place, which is taken out of its list when it waits no more.</returns>
    public LinkedListNode<WorkerRequest> Add(WorkerRequest request)
    {
        Priority = request.Priority;
        return (request.Begun ? _begun : _new).AddLast(request);
    }
}

namespace ResNet.Distributed.Coordinator.Pool;

/// <summary>The leases that ended lately: what still works under one of them is to stop, and is no reason to give it back.</summary>
internal sealed class EndedLeases
{
    // A worker that comes back from a long sleep finds its lease in here; older ones are refused by their trials.
    private const int Most = 10_000;

    private readonly HashSet<Guid> _ended = [];
    private readonly Queue<Guid> _order = [];

    /// <summary>Notes an end.</summary>
    public void Add(Guid lease)
    {
        if (_ended.Add(lease))
        {
            _order.Enqueue(lease);
        }

        if (_order.Count > Most)
        {
            _ended.Remove(_order.Dequeue());
        }
    }

    /// <summary>Whether it has ended.</summary>
    public bool Contains(Guid lease) => _ended.Contains(lease);
}

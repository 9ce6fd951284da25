using System.Net.Sockets;

namespace ResNet.Distributed.Training.Collectives.Liveness;

/// <summary>The connections with both neighbours, and one thread's wait for whatever comes by them.</summary>
internal sealed class Neighbours : IDisposable
{
    private readonly ControlLink[] _links;
    private readonly WakeUp _wakeUp = new();
    private readonly List<Socket> _readable = [];

    /// <param name="previous">The neighbour that data comes from.</param>
    /// <param name="next">The neighbour that data goes to; in a world of 2, the same rank.</param>
    public Neighbours(ControlLink previous, ControlLink next) => _links = [previous, next];

    /// <summary>The connections.</summary>
    public ReadOnlySpan<ControlLink> Links => _links;

    /// <summary>Whether nothing more comes by any of them.</summary>
    public bool AllEnded => Array.TrueForAll(_links, link => link.Ended);

    /// <summary>Waits until something comes, or <see cref="EndWait"/> is called.</summary>
    public void WaitFor(TimeSpan limit)
    {
        _readable.Clear();
        _readable.Add(_wakeUp.Socket);
        foreach (var link in _links)
        {
            if (!link.Ended)
            {
                _readable.Add(link.Socket);
            }
        }

        Socket.Select(_readable, null, null, limit);
        _wakeUp.Clear();
    }

    /// <summary>Ends the wait, or the next one. For any thread.</summary>
    public void EndWait() => _wakeUp.Signal();

    /// <summary>Closes the connections.</summary>
    public void Close()
    {
        foreach (var link in _links)
        {
            link.Dispose();
        }
    }

    /// <summary>Nobody waits any more.</summary>
    public void Dispose() => _wakeUp.Dispose();
}

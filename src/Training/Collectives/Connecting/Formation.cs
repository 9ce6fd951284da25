using System.Net.Sockets;
using ResNet.Distributed.Training.Collectives.Framing;
using ResNet.Distributed.Training.Collectives.Liveness;
using ResNet.Distributed.Training.Collectives.Ring;
using ResNet.Distributed.Training.Collectives.SharedMemory;

namespace ResNet.Distributed.Training.Collectives.Connecting;

/// <summary>
/// Forms a group, step by step: listen, learn where the others listen, connect to the next rank and be connected to by the one
/// before, agree on a transport, connect once more for the data where that is TCP, and begin together.
/// </summary>
internal sealed class Formation : IDisposable
{
    private readonly CollectiveOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenRegistration _onCancelled;
    private readonly SharedAreas _areas;
    private readonly Deadline _deadline;
    private readonly int _previousRank;
    private readonly int _nextRank;
    private readonly Lock _lock = new();
    private readonly List<IDisposable> _open = [];
    private PeerListener? _listener;

    /// <param name="options">This rank.</param>
    /// <param name="cancellation">Ends it, also where it waits.</param>
    public Formation(CollectiveOptions options, CancellationToken cancellation)
    {
        _options = options;
        _cancellation = cancellation;
        _areas = new SharedAreas(options);
        _deadline = new Deadline(options.Time, options.ConnectTimeout);
        _previousRank = (options.Rank + options.WorldSize - 1) % options.WorldSize;
        _nextRank = (options.Rank + 1) % options.WorldSize;
        _onCancelled = cancellation.Register(CloseAll);
    }

    /// <summary>What it waits for, as a part of a sentence.</summary>
    public string Doing { get; set; } = "it did not come to listen";

    /// <summary>Listens, and takes shared memory.</summary>
    /// <returns>This rank's endpoint.</returns>
    /// <exception cref="CollectiveException">It cannot listen.</exception>
    public string Prepare()
    {
        _listener = Track(new PeerListener(_options, Greeting(_previousRank, _options.Rank, LinkPurpose.Control)));
        var (machine, file, mark) = _areas.Create();
        return new Endpoint(_options.Host, _listener.Port, machine, file, mark).Encode();
    }

    /// <summary>Forms the group.</summary>
    /// <param name="endpoints">All ranks', by rank.</param>
    /// <exception cref="CollectiveException">It does not form.</exception>
    public ICollective Form(IReadOnlyList<string> endpoints)
    {
        if (endpoints.Count != _options.WorldSize)
        {
            throw new CollectiveException($"The rendezvous gave {endpoints.Count} endpoints; expected {_options.WorldSize}.");
        }

        var peers = endpoints.Select(Endpoint.Decode).ToArray();
        var dialer = new PeerDialer(_options, peers[_nextRank], _cancellation);
        var (previous, next) = Link(dialer, LinkPurpose.Control);
        _areas.OpenPeers(peers);

        Doing = "the ranks have not agreed on a transport";
        var ring = new StatusRing(_options, previous, next);
        var statuses = Exchange(ring);
        _areas.Unlink();
        var shared = TransportDecision.IsSharedMemory(statuses, out var why);
        if (why is not null)
        {
            _options.Log?.Invoke($"The ranks talk over TCP, because {why}.");
        }

        var data = shared ? default : Link(dialer, LinkPurpose.Data);
        // Nobody begins, and expects heartbeats, before all are ready to send them.
        Doing = "the ranks are not all ready";
        Exchange(ring);
        return Begin(previous, next, data);
    }

    /// <summary>Closes what did not become part of a group.</summary>
    public void Dispose()
    {
        _onCancelled.Dispose();
        CloseAll();
        _areas.Dispose();
    }

    private (Socket Previous, Socket Next) Link(PeerDialer dialer, LinkPurpose purpose)
    {
        Doing = $"rank {_nextRank} has not accepted this rank's connection";
        var next = Track(dialer.Connect(Greeting(_options.Rank, _nextRank, purpose), _deadline));
        Doing = $"rank {_previousRank} has not connected";
        return (Track(_listener!.Take(purpose, _deadline)), next);
    }

    private Status[] Exchange(StatusRing ring)
    {
        try
        {
            return ring.Exchange(new Status(_options.Transport, _areas.Problem), _deadline);
        }
        catch (Exception e) when (e is FrameException or EndOfStreamException or SocketException)
        {
            throw new CollectiveException(
                $"Rank {_previousRank} or {_nextRank} left before the group of rank {_options.Rank} had formed: {e.Message}.",
                _previousRank,
                e is not FrameException,
                e);
        }
    }

    private GroupCollective Begin(Socket previous, Socket next, (Socket Previous, Socket Next) data)
    {
        lock (_lock)
        {
            _cancellation.ThrowIfCancellationRequested();
            _open.RemoveAll(open => open is Socket);
        }

        var state = new GroupState(_options.Rank, _options.WorldSize);
        var control = new ControlLoop(
            state, Control(previous, _previousRank), Control(next, _nextRank), _options.PeerTimeout, _options.Time);
        return new GroupCollective(_options.WorldSize, state, control, Plane(state, data));
    }

    private IDataPlane Plane(GroupState state, (Socket Previous, Socket Next) data)
    {
        if (data.Previous is null && LinuxMemory.IsSupported)
        {
            return new SharedMemoryPlane(_areas.Take(), state, _options.Log);
        }

        return new RingPlane(state, _options.WorldSize, _options.Attempt, data.Previous!, data.Next);
    }

    private ControlLink Control(Socket socket, int peer)
    {
        socket.Blocking = false;
        socket.NoDelay = true;
        return new ControlLink(socket, _options.Rank, peer, _options.Attempt);
    }

    private Greeting Greeting(int from, int to, LinkPurpose purpose) =>
        new(_options.Channel, _options.Attempt, _options.WorldSize, from, to, purpose);

    private T Track<T>(T open)
        where T : IDisposable
    {
        lock (_lock)
        {
            if (!_cancellation.IsCancellationRequested)
            {
                _open.Add(open);
                return open;
            }
        }

        open.Dispose();
        throw new OperationCanceledException(_cancellation);
    }

    private void CloseAll()
    {
        IDisposable[] open;
        lock (_lock)
        {
            open = [.. _open];
            _open.Clear();
        }

        foreach (var one in open)
        {
            one.Dispose();
        }
    }
}

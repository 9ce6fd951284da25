using System.Net;
using System.Net.Sockets;

namespace ResNet.Distributed.Training.Collectives.Connecting;

/// <summary>
/// Waits for the connections of the rank before this one. Anybody may connect: each connection gets a short time to show that
/// it is the right one, on a thread of its own, and when there are too many the oldest goes.
/// </summary>
internal sealed class PeerListener : IDisposable
{
    private const int MaxHandshakes = 32;
    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(50);

    private readonly Socket _listener;
    private readonly CollectiveOptions _options;
    private readonly Greeting _expected;
    private readonly Handshake _handshake;
    private readonly Thread _thread;
    private readonly object _lock = new();
    private readonly Queue<Socket> _pending = [];
    private readonly Dictionary<LinkPurpose, Socket> _accepted = [];
    private bool _disposed;

    /// <summary>Listens on a free port.</summary>
    /// <param name="options">This rank.</param>
    /// <param name="expected">Who should connect; any purpose will do.</param>
    /// <exception cref="CollectiveException">The host's address is not this machine's.</exception>
    public PeerListener(CollectiveOptions options, Greeting expected)
    {
        _options = options;
        _expected = expected;
        _handshake = new Handshake(options.Token);
        try
        {
            var address = HostAddress.Resolve(options.Host);
            _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            _listener.Bind(new IPEndPoint(address, 0));
            _listener.Listen(MaxHandshakes);
        }
        catch (SocketException e)
        {
            _listener?.Dispose();
            throw new CollectiveException($"Rank {options.Rank} cannot listen on '{options.Host}': {e.Message}.", innerException: e);
        }

        _thread = new Thread(AcceptAll) { IsBackground = true, Name = "collective listener" };
        _thread.Start();
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Waits for a connection that has shown to be the right one; the caller owns it then.</summary>
    /// <exception cref="TimeoutException">The time is over.</exception>
    /// <exception cref="ObjectDisposedException">The listener was closed.</exception>
    public Socket Take(LinkPurpose purpose, Deadline deadline)
    {
        lock (_lock)
        {
            Socket? socket;
            while (!_accepted.Remove(purpose, out socket))
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                Monitor.Wait(_lock, deadline.Milliseconds());
            }

            return socket;
        }
    }

    /// <summary>Listens no more; connections that nobody took are closed.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            foreach (var socket in _accepted.Values.Concat(_pending))
            {
                socket.Dispose();
            }

            Monitor.PulseAll(_lock);
        }

        _listener.Dispose();
        _thread.Join();
    }

    private void AcceptAll()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = _listener.Accept();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                lock (_lock)
                {
                    if (_disposed)
                    {
                        return;
                    }

                    // A connection that was gone before it was taken, or no descriptor left for it, which may take a while.
                    _options.Log?.Invoke($"Rank {_options.Rank} could not accept a connection: {e.Message}.");
                    Monitor.Wait(_lock, AcceptPause);
                }

                continue;
            }

            Begin(socket);
        }
    }

    private void Begin(Socket socket)
    {
        lock (_lock)
        {
            if (_disposed)
            {
                socket.Dispose();
                return;
            }

            _pending.Enqueue(socket);
            if (_pending.Count > MaxHandshakes)
            {
                // The right peer needs milliseconds: who has been here longest is not it.
                _pending.Dequeue().Dispose();
            }
        }

        new Thread(() => Admit(socket)) { IsBackground = true, Name = "collective handshake" }.Start();
    }

    private void Admit(Socket socket)
    {
        var from = "somebody";
        try
        {
            from = $"{socket.RemoteEndPoint}";
            Keep(socket, _handshake.Accept(socket, _expected, new Deadline(_options.Time, HandshakeLimit)));
        }
        catch (Exception e) when (e is RefusedException or EndOfStreamException or TimeoutException or SocketException
            or ObjectDisposedException)
        {
            socket.Dispose();
            string reason;
            lock (_lock)
            {
                if (_disposed)
                {
                    return;
                }

                reason = Forget(socket) ? e.Message.TrimEnd('.') : "too many others came after it";
            }

            _options.Log?.Invoke($"Rank {_options.Rank} refused a connection from {from}: {reason}.");
        }
    }

    private void Keep(Socket socket, LinkPurpose purpose)
    {
        lock (_lock)
        {
            if (_disposed || !Forget(socket))
            {
                socket.Dispose();
                return;
            }

            // A peer that comes twice has given the first connection up.
            if (_accepted.Remove(purpose, out var former))
            {
                former.Dispose();
            }

            _accepted.Add(purpose, socket);
            Monitor.PulseAll(_lock);
        }
    }

    // Whether it was still among the connections that are looked at, which it is no more.
    private bool Forget(Socket socket)
    {
        var count = _pending.Count;
        for (var left = count; left > 0; left--)
        {
            var other = _pending.Dequeue();
            if (other != socket)
            {
                _pending.Enqueue(other);
            }
        }

        return _pending.Count < count;
    }
}

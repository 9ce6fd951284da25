using System.Net.Sockets;

namespace ResNet.Distributed.Training.Collectives.Connecting;

/// <summary>
/// Looks at connections that anybody may have made: each gets a short time to show that it is the right one, on a thread of its
/// own, and when there are too many the oldest goes.
/// </summary>
/// <param name="options">This rank.</param>
/// <param name="expected">Who should connect; any purpose will do.</param>
internal sealed class Admission(CollectiveOptions options, Greeting expected) : IDisposable
{
    /// <summary>Connections that are looked at at once.</summary>
    public const int MaxHandshakes = 32;

    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(5);

    private readonly Handshake _handshake = new(options.Token);
    private readonly object _lock = new();
    private readonly Queue<Socket> _pending = [];
    private readonly Dictionary<LinkPurpose, Socket> _accepted = [];
    private bool _disposed;

    /// <summary>Begins to look at a connection, which this object owns from now on.</summary>
    public void Begin(Socket socket)
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

    /// <summary>Waits for a connection that has shown to be the right one; the caller owns it then.</summary>
    /// <exception cref="TimeoutException">The time is over.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
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

    /// <summary>Closes the connections that nobody took, and those that come later.</summary>
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
    }

    private void Admit(Socket socket)
    {
        var from = "somebody";
        try
        {
            from = $"{socket.RemoteEndPoint}";
            Keep(socket, _handshake.Accept(socket, expected, new Deadline(options.Time, HandshakeLimit)));
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

            options.Log?.Invoke($"Rank {options.Rank} refused a connection from {from}: {reason}.");
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

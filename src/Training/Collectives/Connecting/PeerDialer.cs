using System.Net;
using System.Net.Sockets;

namespace ResNet.Distributed.Training.Collectives.Connecting;

/// <summary>Connects to the rank after this one.</summary>
/// <param name="options">This rank.</param>
/// <param name="next">Where the next one is.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class PeerDialer(CollectiveOptions options, Endpoint next, CancellationToken cancellation)
{
    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Handshake _handshake = new(options.Token);

    /// <summary>Connects, and tries again where a connection fails.</summary>
    /// <exception cref="CollectiveException">The peer is of another group, or cannot be reached in time.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Socket Connect(Greeting greeting, Deadline deadline)
    {
        while (true)
        {
            try
            {
                return TryConnect(greeting, deadline);
            }
            catch (RefusedException e)
            {
                throw new CollectiveException(
                    $"Rank {greeting.To} at {next.Host}:{next.Port} does not belong to the group of rank {greeting.From}: {e.Message}.",
                    greeting.To,
                    innerException: e);
            }
            catch (Exception e) when (e is SocketException or EndOfStreamException or TimeoutException or ObjectDisposedException)
            {
                if (deadline.Left <= Pause || cancellation.WaitHandle.WaitOne(Pause))
                {
                    cancellation.ThrowIfCancellationRequested();
                    throw new CollectiveException(
                        $"Rank {greeting.From} could not connect to rank {greeting.To} at {next.Host}:{next.Port} "
                            + $"within {options.ConnectTimeout.TotalSeconds:0.#} s: {e.Message.TrimEnd('.')}.",
                        greeting.To,
                        peerLost: true,
                        e);
                }
            }
        }
    }

    private Socket TryConnect(Greeting greeting, Deadline deadline)
    {
        var address = HostAddress.Resolve(next.Host);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // The system's own patience with a host that does not answer is minutes.
            using var cancelled = cancellation.Register(socket.Dispose);
            using var late = new Timer(_ => socket.Dispose(), null, deadline.Milliseconds(), Timeout.Infinite);
            socket.Connect(new IPEndPoint(address, next.Port));
            _handshake.Connect(socket, greeting, deadline.AtMost(HandshakeLimit));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

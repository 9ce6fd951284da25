using System.Net;
using System.Net.Sockets;

namespace ResNet.Distributed.Training.Collectives.Liveness;

/// <summary>Ends a wait for sockets from another thread: a socket that sends to itself.</summary>
internal sealed class WakeUp : IDisposable
{
    private static readonly byte[] Message = [1];
    private readonly byte[] _received = new byte[1];

    public WakeUp()
    {
        Socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        // Connected, it hears nobody else.
        Socket.Connect(Socket.LocalEndPoint!);
        Socket.Blocking = false;
    }

    /// <summary>Readable when the wait is to end.</summary>
    public Socket Socket { get; } = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    /// <summary>Ends the wait, or the next one.</summary>
    public void Signal()
    {
        try
        {
            Socket.Send(Message, SocketFlags.None, out _);
        }
        catch (ObjectDisposedException)
        {
            // Nobody waits any more.
        }
    }

    /// <summary>Makes the next wait a wait again.</summary>
    public void Clear()
    {
        while (Socket.Receive(_received, SocketFlags.None, out var error) > 0 && error == SocketError.Success)
        {
        }
    }

    public void Dispose() => Socket.Dispose();
}

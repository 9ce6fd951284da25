using System.Net;
using System.Net.Sockets;

namespace ResNet.Distributed.Contracts.Tests.Http;

/// <summary>Connections that their other end resets before the client looks at them.</summary>
internal static class LostConnections
{
    /// <summary>What makes them, whatever the address.</summary>
    public static SocketsHttpHandler Handler() => new() { ConnectCallback = (_, stop) => ConnectAsync(stop) };

    private static async ValueTask<Stream> ConnectAsync(CancellationToken stop)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(listener.LocalEndpoint, stop);
        var stream = new NetworkStream(socket, ownsSocket: true);
        using (var other = await listener.AcceptSocketAsync(stop))
        {
            // No goodbye but a reset, at once.
            other.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        Assert.True(socket.Poll(TimeSpan.FromSeconds(30), SelectMode.SelectRead), "The reset has not come.");
        return stream;
    }
}

using System.Net;
using System.Net.Sockets;

namespace ResNet.Distributed.Training.Tests.Collectives.Support;

/// <summary>
/// Somebody in the middle of the connections to a rank, who changes a byte of what is sent there on one of them.
/// </summary>
internal sealed class FlippingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _running = [];

    /// <param name="port">Where the rank listens.</param>
    /// <param name="connection">The number of the connection, from 0.</param>
    /// <param name="position">The byte of what is sent there.</param>
    public FlippingProxy(int port, int connection, int position)
    {
        _listener.Start();
        _running.Add(AcceptAsync(port, connection, position));
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _end.Cancel();
        Task.WhenAll(_running).Wait(TimeSpan.FromSeconds(10));
        _listener.Stop();
        _end.Dispose();
    }

    private async Task AcceptAsync(int port, int connection, int position)
    {
        try
        {
            for (var number = 0; ; number++)
            {
                var from = await _listener.AcceptTcpClientAsync(_end.Token);
                var to = new TcpClient();
                await to.ConnectAsync(IPAddress.Loopback, port, _end.Token);
                _running.Add(PumpAsync(from, to, number == connection ? position : -1));
                _running.Add(PumpAsync(to, from, -1));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, int position)
    {
        var buffer = new byte[65536];
        long passed = 0;
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _end.Token) is > 0 and var count)
            {
                if (position >= passed && position < passed + count)
                {
                    buffer[position - passed] ^= 0x40;
                }

                passed += count;
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count), _end.Token);
            }

            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException
            or InvalidOperationException)
        {
            // One of the ends is gone; the other one must hear of it.
            from.Dispose();
            to.Dispose();
        }
    }
}

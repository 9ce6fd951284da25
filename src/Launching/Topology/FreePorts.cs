using System.Net;
using System.Net.Sockets;

namespace ResNet.Distributed.Launching.Topology;

/// <summary>
/// Finds ports of an address that nobody listens on, below the range from which the kernel gives ports to outgoing connections,
/// so that none is taken between the search and the start of the process that will listen.
/// </summary>
public sealed class FreePorts(IPAddress address)
{
    private const int First = 20_000;
    private const int Count = 12_000;

    private readonly HashSet<int> _given = [];
    private int _next = Random.Shared.Next(Count);

    /// <summary>A port that was free a moment ago and that this instance has not given before.</summary>
    /// <exception cref="IOException">Every port of the range is taken.</exception>
    public int Next()
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + (_next++ % Count);
            if (IsFree(address, port) && _given.Add(port))
            {
                return port;
            }
        }

        throw new IOException($"No port from {First} to {First + Count - 1} is free on {address}.");
    }

    /// <summary>Whether a port can be listened on now; false also where the address is not this machine's.</summary>
    public static bool IsFree(IPAddress address, int port)
    {
        var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
        finally
        {
            listener.Stop();
        }
    }
}

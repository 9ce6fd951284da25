using System.Net;
using System.Net.Sockets;

namespace ResNet.Distributed.OpenStore;

/// <summary>Free loopback ports.</summary>
internal static class Ports
{
    /// <summary>One that nobody listened on a moment ago.</summary>
    public static int Free()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

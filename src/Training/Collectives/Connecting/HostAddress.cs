using System.Net;
using System.Net.Sockets;

namespace ResNet.Distributed.Training.Collectives.Connecting;

/// <summary>Names and addresses of hosts.</summary>
internal static class HostAddress
{
    /// <summary>The address that a name stands for; IPv4 where there is a choice, since both ends must choose the same.</summary>
    /// <exception cref="SocketException">The name is unknown.</exception>
    public static IPAddress Resolve(string host) => IPAddress.TryParse(host, out var address)
        ? address
        : Dns.GetHostAddresses(host).OrderBy(found => found.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).First();
}

using System.Net;
using System.Net.Sockets;

namespace ResNet.Distributed.Launching.Store;

/// <summary>This machine's address as the network sees it.</summary>
public static class LocalAddress
{
    /// <summary>
    /// The address from which this machine reaches a store, and at which others that reach it can be expected to reach this machine:
    /// loopback only for a store on loopback.
    /// </summary>
    /// <param name="connection">The store's connection string.</param>
    /// <param name="cancellation">Ends the look-up.</param>
    /// <returns>Null when the store's name is unknown, or there is no way to it.</returns>
    public static async Task<IPAddress?> TowardsAsync(string connection, CancellationToken cancellation)
    {
        foreach (var endpoint in StoreConnection.Parse(connection).Endpoints)
        {
            if (await TowardsAsync(endpoint, cancellation) is { } address)
            {
                return address;
            }
        }

        return null;
    }

    private static async Task<IPAddress?> TowardsAsync(DnsEndPoint endpoint, CancellationToken cancellation)
    {
        try
        {
            // Of a datagram socket, a connection is a choice of route and nothing else: no packet is sent.
            var addresses = await Dns.GetHostAddressesAsync(endpoint.Host, cancellation);
            var target = addresses.OrderBy(found => found.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).First();
            using var route = new Socket(target.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            await route.ConnectAsync(target, endpoint.Port, cancellation);
            return ((IPEndPoint)route.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            // The check of the store says why it cannot be reached.
            return null;
        }
    }
}

using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace ResNet.Distributed.ServiceDefaults.Security;

/// <summary>Tells clients apart by what each of them cannot choose at will.</summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 8;

    /// <summary>An IPv4 address, or the network (64 bits) of an IPv6 address, within which a client has as many as it likes.</summary>
    public static IPAddress Of(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => IPAddress.None,
        { IsIPv4MappedToIPv6: true } address => address.MapToIPv4(),
        { AddressFamily: AddressFamily.InterNetworkV6 } address => Network(address),
        var address => address,
    };

    private static IPAddress Network(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}

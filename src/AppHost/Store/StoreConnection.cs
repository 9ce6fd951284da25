using System.Collections.Immutable;
using System.Globalization;
using System.Net;

namespace ResNet.Distributed.AppHost.Store;

/// <summary>Reads the addresses out of a StackExchange.Redis connection string: <c>host:port,host:port,option=value</c>.</summary>
internal static class StoreConnection
{
    private const int DefaultPort = 6379;
    private const int DefaultTlsPort = 6380;
    private const string Password = "password=";

    /// <summary>The addresses, or what is wrong with the text.</summary>
    public static (ImmutableArray<DnsEndPoint> Endpoints, string? Fault) Parse(string connection)
    {
        var endpoints = ImmutableArray.CreateBuilder<DnsEndPoint>();
        foreach (var part in Parts(connection).Where(p => !p.Contains('=', StringComparison.Ordinal)))
        {
            if (Endpoint(part, UsesTls(connection) ? DefaultTlsPort : DefaultPort) is not { } endpoint)
            {
                return ([], $"'{part}' is not an address");
            }

            endpoints.Add(endpoint);
        }

        return endpoints.Count > 0 ? (endpoints.ToImmutable(), null) : ([], "names no address");
    }

    /// <summary>The text for people: what follows <c>password=</c> is left out.</summary>
    public static string WithoutPassword(string connection) => string.Join(
        ',',
        Parts(connection).Select(part => part.StartsWith(Password, StringComparison.OrdinalIgnoreCase) ? $"{Password}…" : part));

    public static bool UsesTls(string connection) =>
        Parts(connection).Any(p => p.Replace(" ", "", StringComparison.Ordinal).Equals("ssl=true", StringComparison.OrdinalIgnoreCase));

    private static string[] Parts(string connection) =>
        connection.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static DnsEndPoint? Endpoint(string text, int defaultPort)
    {
        var colon = text.LastIndexOf(':');
        var isIPv6WithoutPort = text.StartsWith('[') ? text.EndsWith(']') : text.Count(c => c == ':') > 1;
        var (host, port) = colon < 0 || isIPv6WithoutPort
            ? (text, defaultPort)
            : (text[..colon], int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var p) ? p : 0);
        host = host.Trim('[', ']');
        return port is > 0 and <= IPEndPoint.MaxPort && Uri.CheckHostName(host) != UriHostNameType.Unknown
            ? new DnsEndPoint(host, port)
            : null;
    }
}

using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ResNet.Distributed.ServiceDefaults.Security;

/// <summary>What Kestrel takes from one connection. Request line (8 KiB) and headers (32 KiB, 100 of them) have its own limits.</summary>
internal static class ServerLimits
{
    /// <summary>
    /// The largest body that is read, in bytes; an endpoint may want less. Above what an endpoint refuses, so that its answer arrives:
    /// a client that is cut off while it sends often reads none.
    /// </summary>
    public const long Body = 8 << 20;

    private const long Connections = 4096;
    private static readonly TimeSpan HeaderPatience = TimeSpan.FromSeconds(15);

    public static void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = Body;
        kestrel.Limits.MaxConcurrentConnections = Connections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = Connections;
        kestrel.Limits.RequestHeadersTimeout = HeaderPatience;
    }
}

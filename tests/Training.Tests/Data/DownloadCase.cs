using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.Training.Tests.Data;

/// <summary>A file to download, and options that make a test of it quick.</summary>
internal static class DownloadCase
{
    public static byte[] Content { get; } = [.. Enumerable.Range(0, 400_000).Select(i => (byte)(i * 17 + i / 300))];

    public static CifarDownloadOptions Options(LoopbackServer server) => Options(server.Address);

    public static CifarDownloadOptions Options(Uri address, byte[]? file = null) => new()
    {
        Address = address,
        Md5 = Convert.ToHexString(MD5.HashData(file ?? Content)),
        RetryDelay = TimeSpan.FromMilliseconds(1),
        MaxDrops = 3,
    };

    public static Uri ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/data.tar.gz");
    }
}

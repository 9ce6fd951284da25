using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ResNet.Distributed.Chaos.Network;
using ResNet.Distributed.Chaos.Processes;

namespace ResNet.Distributed.Chaos.Cluster;

/// <summary>A real Redis that forgets nothing it has confirmed: each write is on the disk before it is answered.</summary>
internal static class StoreNode
{
    /// <summary>The program; found on the path.</summary>
    public const string Program = "redis-server";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    /// <summary>How it is run.</summary>
    /// <param name="name">The node's name.</param>
    /// <param name="address">Where.</param>
    /// <param name="folder">Its data; made.</param>
    public static NodeSpec Spec(string name, NodeAddress address, string folder) => new(
        name,
        address,
        Program,
        [
            "--bind", address.Address.ToString(), "--port", NodeEnvironment.StorePort.ToString(CultureInfo.InvariantCulture),
            "--protected-mode", "no", "--dir", Directory.CreateDirectory(folder).FullName,
            "--save", "", "--appendonly", "yes", "--appendfsync", "always",
        ],
        new Dictionary<string, string>());

    /// <summary>Waits until it takes connections.</summary>
    /// <exception cref="ChaosException">It does not within 30 s.</exception>
    public static async Task ReadyAsync(IPAddress address, TimeProvider time)
    {
        var started = time.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), time);
        while (!await AnswersAsync(address))
        {
            if (time.GetElapsedTime(started) > StartLimit)
            {
                throw new ChaosException($"The store does not take connections at {address}.");
            }

            await timer.WaitForNextTickAsync();
        }
    }

    private static async Task<bool> AnswersAsync(IPAddress address)
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(address, NodeEnvironment.StorePort);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

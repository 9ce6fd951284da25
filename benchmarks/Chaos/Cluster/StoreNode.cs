using System.Globalization;
using ResNet.Distributed.Chaos.Network;
using ResNet.Distributed.Chaos.Processes;

namespace ResNet.Distributed.Chaos.Cluster;

/// <summary>A real Redis that forgets nothing it has confirmed: each write is on the disk before it is answered.</summary>
internal static class StoreNode
{
    /// <summary>The program; found on the path.</summary>
    public const string Program = "redis-server";

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
}

using System.Collections.Immutable;
using System.Net;
using ResNet.Distributed.AppHost.Topology;

namespace ResNet.Distributed.Chaos.Cluster;

/// <summary>
/// What the processes are told: what the launcher tells them, but each with its own address. Every node has a namespace to itself,
/// so all have the same ports.
/// </summary>
internal sealed class NodeEnvironment
{
    private const int SiloPort = 11111;
    private const int GatewayPort = 30000;

    private readonly TopologyOptions _options;
    private readonly ImmutableSortedDictionary<string, string> _shared;

    /// <param name="options">The run's sizes.</param>
    /// <param name="store">The store's address.</param>
    /// <param name="output">Where results go.</param>
    public NodeEnvironment(ChaosOptions options, IPAddress store, string output)
    {
        _options = new TopologyOptions
        {
            Workers = options.Workers,
            Threads = 1,
            Gpus = 0,
            Port = HttpPort,
            OutputDirectory = output,
        };

        // They end with this process by other means, which also reach a process that is stopped.
        _shared = ClusterEnvironment.Shared(_options, StoreSpec.External($"{store}:{StorePort},abortConnect=false"))
            .Remove("Launcher__ParentPipe")

            // Each listens at an address of its own, which is not loopback.
            .Add("Security__ApiKey", Key);
    }

    /// <summary>The API's key.</summary>
    public static string Key { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Where a node serves HTTP.</summary>
    public static int HttpPort => 8080;

    /// <summary>Where the store listens.</summary>
    public static int StorePort => 6379;

    /// <summary>A coordinator's.</summary>
    public ImmutableSortedDictionary<string, string> Coordinator(string name, IPAddress address) =>
        _shared.SetItems(Node(name, address));

    /// <summary>A worker's.</summary>
    public ImmutableSortedDictionary<string, string> Worker(int index, string name, IPAddress address, string data) =>
        Coordinator(name, address)
            .SetItems(ClusterEnvironment.Worker(index, _options))
            .SetItem("Run__DataDirectory", data)

            // Results must not depend on the machine; see the end-to-end tests.
            .SetItem("ONEDNN_MAX_CPU_ISA", "AVX2");

    private static IEnumerable<KeyValuePair<string, string>> Node(string name, IPAddress address) =>
        ClusterEnvironment.Node(name, HttpPort, SiloPort, GatewayPort)
            .Select(variable => KeyValuePair.Create(
                variable.Key, variable.Value.Replace(IPAddress.Loopback.ToString(), address.ToString(), StringComparison.Ordinal)));
}

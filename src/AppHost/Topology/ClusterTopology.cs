using System.Collections.Immutable;
using System.Globalization;

namespace ResNet.Distributed.AppHost.Topology;

/// <summary>The cluster as it will run: its store, its processes and what each is told. A launcher starts what this describes.</summary>
/// <param name="Store">Where the state is.</param>
/// <param name="Coordinators">At least one; each serves the API, the first one at the port that was asked for.</param>
/// <param name="Workers">At least one.</param>
internal sealed record ClusterTopology(StoreSpec Store, ImmutableArray<NodeSpec> Coordinators, ImmutableArray<NodeSpec> Workers)
{
    /// <summary>Base address of the API.</summary>
    public Uri Address => new($"http://127.0.0.1:{Coordinators[0].HttpPort}/");

    /// <summary>Lays out a cluster on this machine.</summary>
    public static ClusterTopology Create(TopologyOptions options)
    {
        var ports = new FreePorts();
        var store = options.Store is { } connection ? StoreSpec.External(connection) : StoreSpec.InProcess(ports.Next());
        var shared = ClusterEnvironment.Shared(options, store);
        var coordinators = Enumerable.Range(0, options.Coordinators)
            .Select(i => Node(
                string.Create(CultureInfo.InvariantCulture, $"coordinator-{i}"),
                NodeRole.Coordinator,
                i == 0 && options.Port > 0 ? options.Port : ports.Next(),
                ports,
                shared));
        var workers = Enumerable.Range(0, options.Workers)
            .Select(i => Node(
                string.Create(CultureInfo.InvariantCulture, $"worker-{i}"),
                NodeRole.Worker,
                ports.Next(),
                ports,
                shared.AddRange(ClusterEnvironment.Worker(i, options))));
        return new ClusterTopology(store, [.. coordinators], [.. workers]);
    }

    /// <summary>The same cluster, its workers reading the data set in <paramref name="folder"/>.</summary>
    public ClusterTopology WithData(string folder) => this with
    {
        Workers = [.. Workers.Select(w => w with { Environment = w.Environment.SetItem("Run__DataDirectory", folder) })],
    };

    private static NodeSpec Node(
        string name, NodeRole role, int httpPort, FreePorts ports, ImmutableSortedDictionary<string, string> environment)
    {
        var (siloPort, gatewayPort) = (ports.Next(), ports.Next());
        return new NodeSpec(
            name, role, httpPort, siloPort, gatewayPort,
            environment.SetItems(ClusterEnvironment.Node(name, httpPort, siloPort, gatewayPort)));
    }
}

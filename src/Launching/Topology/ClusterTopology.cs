using System.Collections.Immutable;
using System.Globalization;
using System.Net;

namespace ResNet.Distributed.Launching.Topology;

/// <summary>The cluster as it will run: its store, its processes and what each is told. A launcher starts what this describes.</summary>
/// <param name="Store">Where the state is.</param>
/// <param name="Coordinators">Each serves the API, the first one at the port that was asked for; none on a node.</param>
/// <param name="Workers">May be none, where nodes bring them.</param>
public sealed record ClusterTopology(StoreSpec Store, ImmutableArray<NodeSpec> Coordinators, ImmutableArray<NodeSpec> Workers)
{
    /// <summary>Base address of the API; there has to be a coordinator.</summary>
    public Uri Address => new($"http://{Coordinators[0].Http}/");

    /// <summary>Lays out a cluster, or a node's part of one, on this machine.</summary>
    public static ClusterTopology Create(TopologyOptions options)
    {
        var ports = new FreePorts(options.Bind);
        var store = options.Store is { } connection ? StoreSpec.External(connection) : StoreSpec.InProcess(ports.Next());
        var shared = ClusterEnvironment.Shared(options, store);
        var coordinators = Enumerable.Range(0, options.Coordinators)
            .Select(i => Node(
                string.Create(CultureInfo.InvariantCulture, $"coordinator-{i}"),
                NodeRole.Coordinator,
                options.Bind,
                i == 0 && options.Port > 0 ? options.Port : ports.Next(),
                ports,
                shared.AddRange(ClusterEnvironment.Coordinator(options))));
        var workers = Enumerable.Range(0, options.Workers)
            .Select(i => Node(
                ClusterEnvironment.WorkerName(i, options),
                NodeRole.Worker,
                options.Bind,
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

    /// <summary>The same cluster, each process being told <paramref name="variables"/> as well.</summary>
    public ClusterTopology With(IEnumerable<KeyValuePair<string, string>> variables)
    {
        var told = variables.ToArray();
        return this with { Coordinators = [.. Coordinators.Select(Told)], Workers = [.. Workers.Select(Told)] };

        NodeSpec Told(NodeSpec node) => node with { Environment = node.Environment.SetItems(told) };
    }

    private static NodeSpec Node(
        string name, NodeRole role, IPAddress bind, int httpPort, FreePorts ports, ImmutableSortedDictionary<string, string> environment)
    {
        var (siloPort, gatewayPort) = (ports.Next(), ports.Next());
        return new NodeSpec(
            name, role, new IPEndPoint(bind, httpPort), siloPort, gatewayPort,
            environment.SetItems(ClusterEnvironment.Node(name, bind, httpPort, siloPort, gatewayPort)));
    }
}

using System.Collections.Immutable;
using ResNet.Distributed.Launching.Topology;

namespace ResNet.Distributed.AppHost.Launching;

/// <summary>
/// The topology as named parts with ports, variables and an order: what both launchers start, so that neither has names of its own.
/// </summary>
/// <param name="Store">Where the state is.</param>
/// <param name="Data">The step before the workers.</param>
/// <param name="Nodes">Coordinators, then workers.</param>
internal sealed record ClusterResources(ClusterResource Store, ClusterResource Data, ImmutableArray<ClusterResource> Nodes)
{
    /// <summary>Also the name of the connection string by which the processes know it.</summary>
    public const string StoreName = "redis";

    /// <summary>The step that finds, downloads or makes the data set.</summary>
    public const string DataName = "data";

    /// <summary>How the built-in launcher ties its children to itself; any other launcher has its own way.</summary>
    public const string ParentPipe = ClusterEnvironment.ParentPipe;

    private static readonly ImmutableSortedDictionary<string, string> NoVariables = ImmutableSortedDictionary<string, string>.Empty;

    public IEnumerable<ClusterResource> Coordinators => Nodes.Where(node => node.Kind == ResourceKind.Coordinator);

    public IEnumerable<ClusterResource> Workers => Nodes.Where(node => node.Kind == ResourceKind.Worker);

    /// <summary>The parts of a cluster on this machine.</summary>
    public static ClusterResources Of(ClusterTopology topology)
    {
        ImmutableArray<string> coordinators = [.. topology.Coordinators.Select(node => node.Name)];
        return new ClusterResources(
            new ClusterResource(StoreName, ResourceKind.Store, [], NoVariables, []),
            new ClusterResource(DataName, ResourceKind.Data, [], NoVariables, []),
            [
                .. topology.Coordinators.Select(node => Node(node, ResourceKind.Coordinator, [StoreName])),
                .. topology.Workers.Select(node => Node(node, ResourceKind.Worker, [StoreName, .. coordinators, DataName])),
            ]);
    }

    /// <summary>The node of that name.</summary>
    public ClusterResource Node(string name) => Nodes.Single(node => node.Name == name);

    private static ClusterResource Node(NodeSpec node, ResourceKind kind, ImmutableArray<string> needs) => new(
        node.Name,
        kind,
        [
            new ResourcePort(ResourcePort.Http, "http", node.Http.Port),
            new ResourcePort(ResourcePort.Silo, "tcp", node.SiloPort),
            new ResourcePort(ResourcePort.Gateway, "tcp", node.GatewayPort),
        ],
        node.Environment.Remove(ParentPipe),
        needs);
}

using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using ResNet.Distributed.Launching.Topology;

namespace ResNet.Distributed.AppHost.Launching;

/// <summary>
/// The same cluster in containers. Each has an address of its own, so all have the same ports, and processes of one role differ in
/// nothing: they are one part with replicas, and name themselves after their containers.
/// </summary>
internal static class ContainerResources
{
    /// <summary>Results and checkpoints, in every container.</summary>
    public const string OutputFolder = "/runs";

    /// <summary>CIFAR-10, in every container that reads it.</summary>
    public const string DataFolder = "/data";

    /// <summary>Where every process serves HTTP.</summary>
    public const int HttpPort = 8080;

    private const string CoordinatorName = "coordinator";
    private const int SiloPort = 11111;
    private const int GatewayPort = 30000;

    private static readonly ImmutableSortedDictionary<string, string> NoVariables = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The parts of a cluster of these sizes; where it keeps its state is for the caller to say.</summary>
    public static ClusterResources Of(TopologyOptions options)
    {
        var shared = ClusterEnvironment.Shared(options, StoreSpec.External(""))
            .RemoveRange([ClusterResources.ParentPipe, $"ConnectionStrings__{ClusterResources.StoreName}"])
            .SetItem("Run__DataDirectory", DataFolder);
        var worker = shared.SetItems(ClusterEnvironment.Worker(0, options)).Remove("Worker__Name");
        return new ClusterResources(
            new ClusterResource(ClusterResources.StoreName, ResourceKind.Store, [], NoVariables, []),
            new ClusterResource(ClusterResources.DataName, ResourceKind.Data, [], NoVariables, []),
            [
                Node(CoordinatorName, ResourceKind.Coordinator, shared, [ClusterResources.StoreName], options.Coordinators),
                Node(
                    "worker",
                    ResourceKind.Worker,
                    worker,
                    [ClusterResources.StoreName, CoordinatorName, ClusterResources.DataName],
                    options.Workers),
            ]);
    }

    private static ClusterResource Node(
        string name,
        ResourceKind kind,
        ImmutableSortedDictionary<string, string> variables,
        ImmutableArray<string> needs,
        int replicas) => new(
            name,
            kind,
            [
                new ResourcePort(ResourcePort.Http, "http", HttpPort),
                new ResourcePort(ResourcePort.Silo, "tcp", SiloPort),
                new ResourcePort(ResourcePort.Gateway, "tcp", GatewayPort),
            ],

            // Every address of the container, and no other's: silos advertise the one that its name has.
            variables.SetItems(ClusterEnvironment.Node(name, IPAddress.Any, HttpPort, SiloPort, GatewayPort))
                .Remove("Orleans__Endpoints__AdvertisedIPAddress")
                .SetItem("ASPNETCORE_URLS", string.Create(CultureInfo.InvariantCulture, $"http://+:{HttpPort}")),
            needs,
            replicas);
}

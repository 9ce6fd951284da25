using System.Globalization;
using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm;
using ResNet.Distributed.AppHost.Launching;

namespace ResNet.Distributed.AppHost.Aspire;

/// <summary>The cluster as Docker Compose services, with a Redis, Prometheus and Grafana.</summary>
/// <param name="builder">The application, in publish mode.</param>
/// <param name="resources">The cluster's parts.</param>
/// <param name="port">Where the machine serves the API; each further coordinator has the next one.</param>
internal sealed class ComposeModel(IDistributedApplicationBuilder builder, ClusterResources resources, int port)
{
    /// <summary>Where the results are kept on the machine.</summary>
    private const string OutputMount = "${RUNS_DIRECTORY:-./runs}";

    /// <summary>Where CIFAR-10 is on the machine.</summary>
    private const string DataMount = "${DATA_DIRECTORY:-./dataset}";

    /// <summary>Nobody else reaches the cluster, unless someone says so.</summary>
    private const string Address = "${BIND_ADDRESS:-127.0.0.1}";

    /// <summary>Without one, nothing starts.</summary>
    private const string ApiKey = "${RESNET_API_KEY:?a key of 16 characters or more, which the API and dashboard will ask for}";

    /// <summary>The images' own user could not write to the machine's folder.</summary>
    private const string User = "${RUN_AS:-0:0}";

    private readonly Dictionary<string, IResourceBuilder<IResource>> _added = new(StringComparer.Ordinal);

    /// <summary>Adds everything.</summary>
    public void Add()
    {
        builder.AddDockerComposeEnvironment("compose");
        var store = builder.AddRedis(resources.Store.Name).WithDataVolume("redis-data").WithPersistence()
            .PublishAsDockerComposeService((_, service) =>
            {
                service.Restart = "unless-stopped";
                service.Healthcheck = ComposeHealth.OfRedis;
            });
        _added[resources.Store.Name] = store;
        AddData();
        foreach (var node in resources.Nodes)
        {
            AddNode(node, store);
        }
    }

    /// <summary>Checks the data set before workers start; it has to be there already.</summary>
    private void AddData() => _added[resources.Data.Name] = builder.AddProject<Projects.GpuWorker>(resources.Data.Name)
        .WithArgs("data", "--data", ContainerResources.DataFolder)
        .PublishAsDockerComposeService((_, service) =>
        {
            service.User = User;
            service.AddVolume(Mount(DataMount, ContainerResources.DataFolder, readOnly: true));
        });

    private void AddNode(ClusterResource node, IResourceBuilder<RedisResource> store)
    {
        var isCoordinator = node.Kind == ResourceKind.Coordinator;
        var project = isCoordinator
            ? builder.AddProject<Projects.Coordinator>(node.Name)
            : builder.AddProject<Projects.GpuWorker>(node.Name);
        _added[node.Name] = project.WithReference(store).WithReplicas(node.Replicas);
        foreach (var listening in node.Ports)
        {
            project.WithEndpoint(targetPort: listening.Number, scheme: listening.Scheme, name: listening.Name);
        }

        foreach (var need in node.Needs)
        {
            _ = need == resources.Data.Name ? project.WaitForCompletion(_added[need]) : project.WaitFor(_added[need]);
        }

        project.WithHttpHealthCheck(ClusterResource.HealthPath, endpointName: ResourcePort.Http)
            .WithEnvironment(context =>
            {
                foreach (var (name, value) in node.Environment)
                {
                    context.EnvironmentVariables[name] = value;
                }
            })
            .PublishAsDockerComposeService((_, service) => Complete(service, node));
    }

    /// <summary>What Aspire's publisher has no notion of, or leaves out.</summary>
    private void Complete(Service service, ClusterResource node)
    {
        service.Deploy = new Deploy { Replicas = node.Replicas };
        service.Restart = "unless-stopped";
        service.User = User;
        service.Healthcheck = ComposeHealth.OfNode;
        foreach (var need in node.Needs.Where(need => need != resources.Data.Name))
        {
            service.DependsOn[need] = new ServiceDependency { Condition = "service_healthy" };
        }

        // In its container a process listens beyond loopback, where all needs a key; Prometheus scrapes within the containers' own network.
        service.Environment["Security__ApiKey"] = ApiKey;
        service.Environment["Security__OpenMetrics"] = "true";
        service.StopGracePeriod = "30s";
        service.AddVolume(Mount(OutputMount, ContainerResources.OutputFolder, readOnly: false));
        if (node.Kind == ResourceKind.Worker)
        {
            service.AddVolume(Mount(DataMount, ContainerResources.DataFolder, readOnly: true));
        }
        else
        {
            service.Ports = [PublishedPorts(node)];
        }
    }

    /// <summary>A port of the machine for each replica.</summary>
    private string PublishedPorts(ClusterResource node) => node.Replicas == 1
        ? Published(port, ContainerResources.HttpPort)
        : string.Create(
            CultureInfo.InvariantCulture, $"{Address}:{port}-{port + node.Replicas - 1}:{ContainerResources.HttpPort}");

    /// <summary>A port of the machine for one of a container's.</summary>
    public static string Published(int outside, int inside) =>
        string.Create(CultureInfo.InvariantCulture, $"{Address}:{outside}:{inside}");

    /// <summary>A folder of the machine in a container.</summary>
    /// <param name="source">From the Compose file's folder.</param>
    /// <param name="target">In the container.</param>
    /// <param name="readOnly">Whether the container may not write there.</param>
    public static Volume Mount(string source, string target, bool readOnly) =>
        new() { Name = source, Type = "bind", Source = source, Target = target, ReadOnly = readOnly };
}

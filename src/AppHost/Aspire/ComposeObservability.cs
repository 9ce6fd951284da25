using System.Globalization;
using ResNet.Distributed.AppHost.Launching;

namespace ResNet.Distributed.AppHost.Aspire;

/// <summary>Prometheus and Grafana beside the cluster's containers, with the files of <c>deploy/</c>.</summary>
/// <param name="builder">The application, in publish mode.</param>
/// <param name="outputFolder">Where the Compose file goes; its paths start there.</param>
internal sealed class ComposeObservability(IDistributedApplicationBuilder builder, string outputFolder)
{
    private const string Datasources = "/etc/grafana/provisioning/datasources";

    private readonly string _root = ObservabilityModel.RepositoryRoot(builder);

    /// <summary>Adds both.</summary>
    public void Add()
    {
        var prometheus = Add(Observability.Prometheus, Observability.Prometheus.Mounts)
            .WithArgs("--config.file=/resnet/deploy/prometheus/compose.yml", "--storage.tsdb.path=/prometheus")
            .WithVolume("prometheus-data", "/prometheus");

        // The file of deploy/ looks for Prometheus on the same machine; here it has a name of its own.
        var grafana = Observability.Grafana;
        Add(grafana, grafana.Mounts.RemoveAll(mount => mount.Target == Datasources))
            .WithContainerFiles(Datasources, DatasourceFiles(grafana.Mounts.Single(mount => mount.Target == Datasources).Source))
            .WaitFor(prometheus);
    }

    private IResourceBuilder<ContainerResource> Add(Observability service, IEnumerable<FolderMount> mounts) =>
        builder.AddContainer(service.Name, service.Image, service.Tag)
            .WithHttpEndpoint(port: service.Port, targetPort: service.Port, name: ResourcePort.Http)
            .WithHttpHealthCheck(service.HealthPath, endpointName: ResourcePort.Http)
            .PublishAsDockerComposeService((_, compose) =>
            {
                compose.Restart = "unless-stopped";
                compose.Ports = [ComposeModel.Published(service.Port, service.Port)];
                foreach (var mount in mounts)
                {
                    compose.AddVolume(ComposeModel.Mount(PathFromOutput(mount.Source), mount.Target, readOnly: true));
                }
            });

    private IEnumerable<ContainerFileSystemItem> DatasourceFiles(string folder) =>
        Directory.GetFiles(Path.Combine(_root, folder), "*.yml").Select(file => new ContainerFile
        {
            Name = Path.GetFileName(file),
            Contents = File.ReadAllText(file)
                .Replace(
                    string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Observability.Prometheus.Port}"),
                    string.Create(CultureInfo.InvariantCulture, $"{Observability.Prometheus.Name}:{Observability.Prometheus.Port}"),
                    StringComparison.Ordinal)

                // Compose takes a single dollar for the beginning of a variable.
                .Replace("$", "$$", StringComparison.Ordinal),
        });

    /// <summary>So that the files go with a copy of the repository.</summary>
    private string PathFromOutput(string source)
    {
        var path = Path.GetRelativePath(outputFolder, Path.Combine(_root, source));
        return path.StartsWith("..", StringComparison.Ordinal) ? path : $"./{path}";
    }
}

using System.Globalization;
using ResNet.Distributed.AppHost.Launching;
using ResNet.Distributed.Launching.Checks;

namespace ResNet.Distributed.AppHost.Aspire;

/// <summary>
/// Prometheus and Grafana beside a cluster on this machine. They start when someone asks for it in Aspire's dashboard, because they
/// need Docker. The cluster listens on loopback, so they run in the host's network, which Aspire's own containers cannot.
/// </summary>
internal static class ObservabilityModel
{
    /// <summary>Adds both.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="output">The cluster's folder, with the list of what Prometheus scrapes.</param>
    public static void AddToStartByHand(IDistributedApplicationBuilder builder, OutputFolder output)
    {
        var root = RepositoryRoot(builder);
        var targets = $"{Path.GetDirectoryName(output.TargetsFile)}:/resnet/runs/.cluster/targets:ro";
        var prometheus = Add(
            builder,
            Observability.Prometheus,
            root,
            ["-v", targets],
            ["--config.file=/resnet/deploy/prometheus/prometheus.yml", Address("--web.listen-address=", Observability.Prometheus)]);
        Add(builder, Observability.Grafana, root, ["-e", "GF_SERVER_HTTP_ADDR=127.0.0.1"], []).WithParentRelationship(prometheus);
    }

    /// <summary>The repository's root, from this project's folder.</summary>
    public static string RepositoryRoot(IDistributedApplicationBuilder builder) =>
        Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "..", ".."));

    private static IResourceBuilder<ExecutableResource> Add(
        IDistributedApplicationBuilder builder, Observability service, string root, string[] options, string[] arguments) =>
        builder.AddExecutable(
                service.Name,
                "docker",
                root,
                [
                    "run", "--rm", "--network", "host",
                    .. service.Mounts.SelectMany(mount => new[] { "-v", $"{Path.Combine(root, mount.Source)}:{mount.Target}:ro" }),
                    .. options,
                    $"{service.Image}:{service.Tag}",
                    .. arguments,
                ])
            .WithHttpEndpoint(port: service.Port, name: ResourcePort.Http, isProxied: false)
            .WithHttpHealthCheck(service.HealthPath, endpointName: ResourcePort.Http)
            .WithExplicitStart();

    private static string Address(string option, Observability service) =>
        string.Create(CultureInfo.InvariantCulture, $"{option}127.0.0.1:{service.Port}");
}

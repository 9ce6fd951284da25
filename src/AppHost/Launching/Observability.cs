using System.Collections.Immutable;

namespace ResNet.Distributed.AppHost.Launching;

/// <summary>A service that watches the cluster, run from its image with files of this repository.</summary>
/// <param name="Name">What people see.</param>
/// <param name="Image">Without the tag.</param>
/// <param name="Tag">A version; docs/grafana.md names the same.</param>
/// <param name="Port">Where its pages are.</param>
/// <param name="HealthPath">Where it says whether it is well.</param>
/// <param name="Mounts">Folders of the repository, and where the service looks for them.</param>
internal sealed record Observability(
    string Name, string Image, string Tag, int Port, string HealthPath, ImmutableArray<FolderMount> Mounts)
{
    /// <summary>Scrapes every process and raises alerts.</summary>
    public static Observability Prometheus { get; } = new(
        "prometheus", "prom/prometheus", "v2.53.4", 9090, "/-/healthy", [new("deploy/prometheus", "/resnet/deploy/prometheus")]);

    /// <summary>Shows what Prometheus has.</summary>
    public static Observability Grafana { get; } = new(
        "grafana",
        "grafana/grafana",
        "12.3.1",
        3000,
        "/api/health",
        [
            new("deploy/grafana/provisioning/dashboards", "/etc/grafana/provisioning/dashboards"),
            new("deploy/grafana/provisioning/datasources", "/etc/grafana/provisioning/datasources"),
            new("deploy/grafana/dashboards", "/var/lib/grafana/dashboards/resnet"),
        ]);
}

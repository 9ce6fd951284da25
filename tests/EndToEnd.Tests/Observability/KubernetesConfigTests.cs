using System.Text.Json;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Observability;

/// <summary>
/// What <c>kubernetes.yml</c> makes of pods. Debian's Prometheus is built without Kubernetes, so that the discovery itself is replaced by what
/// it would find.
/// </summary>
public sealed class KubernetesConfigTests
{
    private const string Discovery = """
            kubernetes_sd_configs:
              - role: pod
                selectors:
                  - role: pod
                    label: app.kubernetes.io/part-of=resnet-distributed

        """;

    [Fact]
    public async Task Pods_that_ask_for_it_are_scraped_once_where_they_say()
    {
        using var folder = new TempFolder();
        var shipped = await File.ReadAllTextAsync(Path.Combine(Deploy.Prometheus, "kubernetes.yml"));
        Assert.Contains(Discovery, shipped, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder["kubernetes.yml"], shipped
            .Replace(Discovery, "    file_sd_configs:\n      - files: [pods.json]\n", StringComparison.Ordinal)
            .Replace("rules/*.yml", Path.Combine(Deploy.Prometheus, "rules/*.yml"), StringComparison.Ordinal));
        await File.WriteAllTextAsync(folder["pods.json"], JsonSerializer.Serialize(new[]
        {
            Pod("worker-0", "10.1.0.7", 11111),
            Pod("worker-0", "10.1.0.7", 30000),
            Pod("worker-1", "10.1.0.8", 11111, path: "/telemetry"),
            Pod("ended", "10.1.0.9", 11111, phase: "Succeeded"),
            Pod("silent", "10.1.0.10", 11111, scrape: "false"),
        }));

        await Promtool.RunAsync("check", "config", folder["kubernetes.yml"]);
        var found = await Promtool.RunAsync("check", "service-discovery", "--timeout=1s", folder["kubernetes.yml"], "resnet");

        // Two ports of one pod are two discoveries with the same labels, which Prometheus takes for one target.
        using var json = JsonDocument.Parse(found);
        var targets = json.RootElement.EnumerateArray().Select(target => target.GetProperty("labels").Deserialize<SortedDictionary<string, string>>()!)
            .Where(labels => labels.Count > 0)
            .Select(labels => string.Join(' ', labels.Select(label => $"{label.Key}={label.Value}")))
            .Distinct();
        Assert.Equal(
            [
                "__address__=10.1.0.7:8080 __metrics_path__=/metrics __scheme__=http __scrape_interval__=15s __scrape_timeout__=10s "
                    + "instance=worker-0 job=resnet namespace=gpus node=node-3 role=worker",
                "__address__=10.1.0.8:8080 __metrics_path__=/telemetry __scheme__=http __scrape_interval__=15s __scrape_timeout__=10s "
                    + "instance=worker-1 job=resnet namespace=gpus node=node-3 role=worker",
            ],
            targets.Order(StringComparer.Ordinal));
    }

    private static object Pod(string name, string ip, int declaredPort, string phase = "Running", string scrape = "true", string path = "") => new
    {
        targets = (string[])[$"{ip}:{declaredPort}"],
        labels = new Dictionary<string, string>
        {
            ["__meta_kubernetes_namespace"] = "gpus",
            ["__meta_kubernetes_pod_name"] = name,
            ["__meta_kubernetes_pod_ip"] = ip,
            ["__meta_kubernetes_pod_node_name"] = "node-3",
            ["__meta_kubernetes_pod_phase"] = phase,
            ["__meta_kubernetes_pod_label_app_kubernetes_io_component"] = "worker",
            ["__meta_kubernetes_pod_annotation_prometheus_io_scrape"] = scrape,
            ["__meta_kubernetes_pod_annotation_prometheus_io_port"] = "8080",
            ["__meta_kubernetes_pod_annotation_prometheus_io_path"] = path,
        },
    };
}

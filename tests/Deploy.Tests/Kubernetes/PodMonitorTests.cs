using k8s.Models;
using ResNet.Distributed.Deploy.Tests.Support;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace ResNet.Distributed.Deploy.Tests.Kubernetes;

/// <summary>The Prometheus operator's object, which is none of Kubernetes' own: read by what we use of it.</summary>
public sealed class PodMonitorTests
{
    [Fact]
    public async Task It_takes_the_silos_and_gives_them_the_labels_of_the_scrape_config()
    {
        var manifests = await Manifests.OfAsync("overlays/cpu");
        var monitor = Read<PodMonitor>(
            await Manifests.TextAsync(Tool.Require("kubectl", "kubectl, 1.27 or newer"), "monitoring"), CamelCaseNamingConvention.Instance, strict: true);

        Assert.Equal(("monitoring.coreos.com/v1", "PodMonitor"), (monitor.ApiVersion, monitor.Kind));
        Assert.Equal(manifests.All<V1Namespace>().Single().Metadata.Name, monitor.Metadata["namespace"]);
        var selector = new V1LabelSelector
        {
            MatchExpressions = [.. monitor.Spec.Selector["matchExpressions"].Select(wanted => new V1LabelSelectorRequirement
            {
                Key = wanted.Key, OperatorProperty = wanted.Operator, Values = wanted.Values,
            })],
        };
        Assert.Equal(manifests.Silos, manifests.Selected(selector));
        var endpoint = Assert.Single(monitor.Spec.PodMetricsEndpoints);
        Assert.All(manifests.Silos, silo => Assert.Contains(silo.Main.Ports, port => port.Name == endpoint.Port));

        var job = Assert.Single(Read<Config>(
            Repository.Read("deploy/prometheus/kubernetes.yml"), UnderscoredNamingConvention.Instance, strict: false).ScrapeConfigs);
        Assert.Equal(
            job.RelabelConfigs.Where(step => !step.TargetLabel.StartsWith("__", StringComparison.Ordinal) && step.TargetLabel.Length > 0)
                .Select(step => $"{step.TargetLabel} {step.SourceLabels[0]}").Append($"job {job.JobName}").Order(),
            endpoint.Relabelings.Select(step => $"{step.TargetLabel} {(step.SourceLabels.Count > 0 ? step.SourceLabels[0] : step.Replacement)}").Order());
    }

    private static T Read<T>(string yaml, INamingConvention names, bool strict)
    {
        var builder = new DeserializerBuilder().WithNamingConvention(names);
        return (strict ? builder : builder.IgnoreUnmatchedProperties()).Build().Deserialize<T>(yaml);
    }

    private sealed class PodMonitor
    {
        public string ApiVersion { get; set; } = "";

        public string Kind { get; set; } = "";

        public Dictionary<string, object> Metadata { get; set; } = [];

        public MonitorSpec Spec { get; set; } = new();
    }

    private sealed class MonitorSpec
    {
        public Dictionary<string, List<Wanted>> Selector { get; set; } = [];

        public List<Endpoint> PodMetricsEndpoints { get; set; } = [];
    }

    private sealed class Wanted
    {
        public string Key { get; set; } = "";

        public string Operator { get; set; } = "";

        public List<string> Values { get; set; } = [];
    }

    private sealed class Endpoint
    {
        public string Port { get; set; } = "";

        public string Path { get; set; } = "";

        public string Interval { get; set; } = "";

        public List<Step> Relabelings { get; set; } = [];

        public List<Step> MetricRelabelings { get; set; } = [];
    }

    private sealed class Step
    {
        public List<string> SourceLabels { get; set; } = [];

        public string TargetLabel { get; set; } = "";

        public string Replacement { get; set; } = "";

        public string Regex { get; set; } = "";

        public string Action { get; set; } = "";
    }

    private sealed class Config
    {
        public List<Job> ScrapeConfigs { get; set; } = [];
    }

    private sealed class Job
    {
        public string JobName { get; set; } = "";

        public List<Step> RelabelConfigs { get; set; } = [];
    }
}

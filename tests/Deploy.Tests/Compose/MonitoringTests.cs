using ResNet.Distributed.Deploy.Tests.Support;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace ResNet.Distributed.Deploy.Tests.Compose;

/// <summary>Prometheus and Grafana beside the cluster.</summary>
public sealed class MonitoringTests
{
    [Fact]
    public void Prometheus_scrapes_every_silo_and_reads_the_rules()
    {
        var config = Read("deploy/prometheus/containers.yml");
        var job = Assert.Single(config.ScrapeConfigs);

        Assert.Equal(
            ComposeFile.Cluster.Silos.Select(silo => $"{silo.Key}:8080 {silo.Key.Split('-')[0]}").Order(),
            job.StaticConfigs.SelectMany(group => group.Targets.Select(target => $"{target} {group.Labels["role"]}")).Order());
        Assert.Equal(Read("deploy/prometheus/prometheus.yml").RuleFiles, config.RuleFiles);
        Assert.Contains("--config.file=/etc/prometheus/containers.yml", ComposeFile.Cluster.Services["prometheus"].Command);
        Assert.Contains(("../prometheus", "/etc/prometheus"), ComposeFile.Cluster.Services["prometheus"].Mounts);
    }

    [Fact]
    public async Task Promtool_takes_it() => await Tool.OutputAsync(
        Tool.Require("promtool", "prometheus"), "check", "config", Repository.PathOf("deploy/prometheus/containers.yml"));

    [Fact]
    public void Grafana_has_the_same_data_source_at_another_address()
    {
        var here = Repository.Read("deploy/compose/grafana-datasource.yml");
        var there = Repository.Read("deploy/grafana/provisioning/datasources/prometheus.yml");

        Assert.Contains("http://prometheus:9090", here, StringComparison.Ordinal);
        Assert.Equal(Settings(there, "http://127.0.0.1:9090"), Settings(here, "http://prometheus:9090"));
    }

    private static IEnumerable<string> Settings(string yaml, string address) => yaml
        .Replace(address, "", StringComparison.Ordinal).Split('\n').Where(line => !line.TrimStart().StartsWith('#'));

    private static PrometheusConfig Read(string path) => new DeserializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance).IgnoreUnmatchedProperties().Build()
        .Deserialize<PrometheusConfig>(Repository.Read(path));

    private sealed class PrometheusConfig
    {
        public List<string> RuleFiles { get; set; } = [];

        public List<Job> ScrapeConfigs { get; set; } = [];
    }

    private sealed class Job
    {
        public List<Group> StaticConfigs { get; set; } = [];
    }

    private sealed class Group
    {
        public List<string> Targets { get; set; } = [];

        public Dictionary<string, string> Labels { get; set; } = [];
    }
}

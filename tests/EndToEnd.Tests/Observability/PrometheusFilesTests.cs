namespace ResNet.Distributed.EndToEnd.Tests.Observability;

/// <summary>The files that Prometheus reads, by its own checks.</summary>
public sealed class PrometheusFilesTests
{
    [Fact]
    public async Task The_scrape_config_is_sound()
    {
        var said = await Promtool.RunAsync("check", "config", Path.Combine(Deploy.Prometheus, "prometheus.yml"));

        Assert.Contains($"{Deploy.Rules.Count} rule files found", said, StringComparison.Ordinal);
    }

    [Fact]
    public Task The_rules_are_sound() => Promtool.RunAsync(["check", "rules", "--lint=all", "--lint-fatal", .. Deploy.Rules]);

    [Fact]
    public Task The_rules_do_what_their_tests_say() => Promtool.RunAsync(["test", "rules", .. Deploy.RuleTests]);

    [Fact]
    public void Every_alert_says_what_it_is_about_and_where_to_read_on()
    {
        var runbook = File.ReadAllLines(Path.Combine(Support.Repository.Root, "docs/alerts.md"));

        Assert.NotEmpty(RuleFile.Alerts);
        Assert.All(RuleFile.Alerts, alert =>
        {
            Assert.NotEmpty(alert.Annotations["summary"]);
            Assert.NotEmpty(alert.Annotations["description"]);
            Assert.Contains(alert.Labels["severity"], (string[])["critical", "warning"]);
            Assert.Equal($"docs/alerts.md#{alert.Alert.ToLowerInvariant()}", alert.Annotations["runbook_url"]);
            Assert.Contains($"## {alert.Alert}", runbook);
        });
    }

    [Fact]
    public void Every_alert_is_tested_silent_and_firing()
    {
        var tests = RuleFile.AlertTests.ToLookup(test => test.Alertname, test => test.ExpAlerts.Count > 0);

        Assert.All(RuleFile.Alerts, alert => Assert.Equal([false, true], tests[alert.Alert].Distinct().Order()));
    }
}

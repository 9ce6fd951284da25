using System.Text.Json;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Observability;

/// <summary>A real Prometheus with the shipped files watches real sweeps, and answers all that dashboards and rules ask.</summary>
[Collection(Clusters.Name)]
public sealed class LivePrometheusTests(SyntheticData data)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Every_panel_variable_and_rule_is_answered_with_what_real_sweeps_emit()
    {
        using var cluster = await ObservedCluster.StartAsync(data.Path);
        var start = DateTimeOffset.UtcNow;

        await cluster.RunAsync(ObservedSweeps.Alone, ObservedSweeps.Together);
        await FinishedAsync(cluster.Prometheus);

        await AssertTargetsAsync(cluster.Prometheus);
        await AssertRulesAsync(cluster.Prometheus);
        await AssertQueriesAsync(new LiveQueries(cluster.Prometheus, start, DateTimeOffset.UtcNow));
        await AssertEndAsync(cluster);
    }

    // The rules know of both ends: so does everything that was scraped before.
    private static Task FinishedAsync(PrometheusServer prometheus) => prometheus.WaitAsync(
        async () => (await prometheus.GetAsync("api/v1/query?query=" + Uri.EscapeDataString("sweep:resnet_trials:unfinished == 0")))
            .GetProperty("result").GetArrayLength() == 2,
        Limit,
        () => "both sweeps are over for Prometheus");

    private static async Task AssertTargetsAsync(PrometheusServer prometheus)
    {
        JsonElement[] targets = [];
        // A scrape may fail on a busy machine; the next one does not.
        await prometheus.WaitAsync(
            async () => (targets = await TargetsAsync(prometheus)).All(target => target.GetProperty("health").GetString() == "up"),
            Limit,
            () => string.Join('\n', targets));

        // The coordinator is in the config and in AppHost's file, and is one target.
        Assert.Equal(
            ["coordinator coordinator-0", "worker worker-0", "worker worker-1"],
            targets.Select(target => $"{Label(target, "role")} {Label(target, "instance")}").Order());
        var created = await prometheus.GetAsync("api/v1/query?query=" + Uri.EscapeDataString("{__name__=~\".+_created\"}"));
        Assert.Equal(0, created.GetProperty("result").GetArrayLength());
    }

    private static async Task AssertRulesAsync(PrometheusServer prometheus)
    {
        var rules = (await prometheus.GetAsync("api/v1/rules")).GetProperty("groups").EnumerateArray()
            .SelectMany(group => group.GetProperty("rules").EnumerateArray()).ToList();

        Assert.Equal(RuleFile.All.Count, rules.Count);
        Assert.All(rules, rule => Assert.True(rule.GetProperty("health").GetString() == "ok", rule.ToString()));
        var firing = rules.Where(rule => rule.TryGetProperty("state", out var state) && state.GetString() == "firing");
        Assert.Empty(firing.Select(rule => rule.GetProperty("name").GetString()));
    }

    private static async Task AssertQueriesAsync(LiveQueries queries)
    {
        var targets = Dashboard.All.SelectMany(dashboard => dashboard.DataPanels).SelectMany(panel => panel.Targets).ToList();
        foreach (var target in targets)
        {
            await queries.PanelAsync(target);
        }

        foreach (var rule in RuleFile.All)
        {
            await queries.RuleAsync(rule);
        }

        foreach (var dashboard in Dashboard.All)
        {
            foreach (var variable in dashboard.Variables.Where(variable => variable.Type == "query"))
            {
                await queries.VariableAsync(dashboard, variable);
            }
        }

        await queries.MetricsAsync(targets.Select(target => target.Expression).Concat(RuleFile.All.Select(rule => rule.Expr)));
        Assert.True(queries.Faults.Count == 0, string.Join('\n', queries.Faults));
    }

    private static async Task AssertEndAsync(ObservedCluster cluster)
    {
        cluster.AppHost.Signal(2);
        await cluster.AppHost.ExitAsync(Limit);

        Assert.False(File.Exists(cluster.TargetsFile));
        // What is left is the coordinator's usual address.
        var targets = Array.Empty<JsonElement>();
        await cluster.Prometheus.WaitAsync(
            async () => (targets = await TargetsAsync(cluster.Prometheus)).Length == 1, Limit, () => $"{targets.Length} targets go");
    }

    private static async Task<JsonElement[]> TargetsAsync(PrometheusServer prometheus) =>
        [.. (await prometheus.GetAsync("api/v1/targets?state=active")).GetProperty("activeTargets").EnumerateArray()];

    private static string? Label(JsonElement target, string name) => target.GetProperty("labels").GetProperty(name).GetString();
}

using System.Text.RegularExpressions;

namespace ResNet.Distributed.EndToEnd.Tests.Observability;

/// <summary>Asks a Prometheus what Grafana would, over the time of a run, and notes what is not as it should be.</summary>
/// <param name="prometheus">Whom to ask.</param>
/// <param name="from">When the run began.</param>
/// <param name="to">When it was over.</param>
internal sealed partial class LiveQueries(PrometheusServer prometheus, DateTimeOffset from, DateTimeOffset to)
{
    // Four scrapes, as Grafana takes them.
    private const string RateInterval = "5s";

    /// <summary>What was wrong, in the order of the questions.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>A panel's query: parses, has numbers, and has the labels that its legend or table shows.</summary>
    public async Task PanelAsync(Target target)
    {
        var series = await AskAsync(target.Expression);
        if (!series.Any(one => one.HasNumbers))
        {
            Expect(PromQl.Metrics(target.Expression).Any(Excused.Metrics.ContainsKey), $"{target}\n  has no data");
            return;
        }

        foreach (var label in target.LegendLabels)
        {
            Expect(series.Any(one => one.Labels.ContainsKey(label)), $"{target}\n  has no label {label} for its legend");
        }
    }

    /// <summary>A rule's expression: parses, and has numbers if it is recorded.</summary>
    public async Task RuleAsync(RuleFile.Rule rule)
    {
        var series = await AskAsync(rule.Expr);
        Expect(
            rule.Alert.Length > 0 || series.Any(one => one.HasNumbers) || Excused.Metrics.ContainsKey(rule.Record),
            $"{rule}\n  has no data");
    }

    /// <summary>A dashboard's variable has something to choose from.</summary>
    public async Task VariableAsync(Dashboard dashboard, DashboardVariable variable)
    {
        var query = LabelValues().Match(PromQl.WithAll(variable.Query, RateInterval, Range()));
        Assert.True(query.Success, $"{dashboard.Name}: {variable.Query} is no label_values(metric, label)");
        var values = await prometheus.GetAsync(
            $"api/v1/label/{query.Groups[2].Value}/values?match[]={Uri.EscapeDataString(query.Groups[1].Value)}&start={from.ToUnixTimeSeconds()}&end={to.ToUnixTimeSeconds()}");
        Expect(values.GetArrayLength() > 0, $"{dashboard.Name}: {variable.Query} has no values");
    }

    /// <summary>Every metric that is read has been seen, or is excused and at least in the programs: a fallback hides no misspelt name.</summary>
    public async Task MetricsAsync(IEnumerable<string> expressions)
    {
        foreach (var metric in expressions.SelectMany(PromQl.Metrics).Distinct())
        {
            if ((await AskAsync(metric)).Count == 0)
            {
                Expect(Excused.Metrics.ContainsKey(metric) && Excused.Exists(metric), $"the metric {metric} does not exist");
            }
        }
    }

    /// <summary>The series of an expression over the time of the run.</summary>
    public Task<IReadOnlyList<Series>> AskAsync(string expression) =>
        prometheus.RangeAsync(PromQl.WithAll(expression, RateInterval, Range()), from, to);

    private string Range() => $"{(int)(to - from).TotalSeconds}s";

    private void Expect(bool holds, string fault)
    {
        if (!holds)
        {
            Faults.Add(fault);
        }
    }

    [GeneratedRegex(@"^label_values\((.+), (\w+)\)$")]
    private static partial Regex LabelValues();
}

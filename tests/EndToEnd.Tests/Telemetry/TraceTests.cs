using System.Text.Json;
using System.Text.RegularExpressions;
using ResNet.Distributed.EndToEnd.Tests.Recovery;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Telemetry;

/// <summary>
/// What a cluster of real processes tells of one trial over two workers, of which one is killed: traces and logs by OTLP, the trial's own
/// files.
/// </summary>
[Collection(Clusters.Name)]
public sealed partial class TraceTests(SyntheticData data)
{
    private const string Sweep = """
        name: steady
        method: grid
        parameters:
          lr: { value: 1.0e-3 }
          batch_size: { value: 4 }
          epochs: { value: 6 }
        seed: 3
        train_limit: 16
        test_limit: 4
        workers_per_trial: 2
        """;

    [Fact]
    public async Task A_sweep_is_one_tree_of_spans_over_all_processes_and_a_killed_workers_restart_can_be_seen_in_it()
    {
        using var collector = OtlpReceiver.Start();
        using var cluster = await RecoveryCluster.StartAsync(
            StoreKind.Embedded, data.Path, Sweep, [], environment: collector.Environment);
        await cluster.MiddleAsync(1);
        await AssertHealthAsync(cluster);
        AppHostProcess.Kill(cluster.Process("worker-1"), Faults.Kill);
        await cluster.ResultsAsync();

        var spans = collector.Spans;
        var root = Assert.Single(spans, span => span.Parent.Length == 0);
        Assert.Equal(("sweep", "coordinator-0"), (root.Name, root.Service));
        Assert.All(spans, span => Assert.Equal(root.Trace, span.Trace));
        var known = spans.Select(span => span.Id).ToHashSet();
        Assert.All(spans, span => Assert.True(span == root || known.Contains(span.Parent), $"{span} has no parent."));
        AssertTree(spans, root);
        AssertLogs(collector.Logs, root.Trace);
        Assert.NotEqual(0, collector.MetricsExports);
        AssertFiles(Path.Combine(cluster.SweepFolder, "trials/1"));
    }

    private static void AssertTree(IReadOnlyList<OtlpSpan> spans, OtlpSpan root)
    {
        var trial = Assert.Single(Below(spans, root), span => span.Name == "trial");
        var attempts = Below(spans, trial).Where(span => span.Name == "attempt").ToArray();
        Assert.Equal(["1", "2"], attempts.Select(span => span.Tags["resnet.attempt"]));
        Assert.Equal(2, Below(spans, trial).Count(span => span.Name == "lease wait"));
        Assert.Single(Below(spans, trial), span => span.Name == "trial run" && span.Error is null);
        Assert.Single(Below(spans, root), span => span.Name == "sweep run" && span.Tags["resnet.state"] == "completed");

        var ends = attempts.Select(attempt => Assert.Single(Below(spans, attempt), span => span.Name == "attempt run")).ToArray();
        Assert.Contains("rank 1", ends[0].Error, StringComparison.OrdinalIgnoreCase);
        Assert.Null(ends[1].Error);

        // The other rank's epochs of the first attempt were those of a process that is gone.
        foreach (var worker in (string[])["worker-0", "worker-1"])
        {
            var epochs = Below(spans, attempts[1]).Where(span => span.Name == "epoch" && span.Service == worker).ToArray();
            Assert.NotEmpty(epochs);
            Assert.All(epochs, epoch => Assert.Single(Below(spans, epoch), span => span.Name == "all-reduce"));
            Assert.All(epochs, epoch => Assert.Single(Below(spans, epoch), span => span.Name == "test"));
            Assert.All(epochs, epoch => Assert.Equal(worker == "worker-0" ? 1 : 0, Below(spans, epoch).Count(span => span.Name == "checkpoint")));
        }

        // An order's way is followed into the worker.
        var orders = Below(spans, attempts[0]).Where(span => span.Name == "assign").SelectMany(assign => Below(spans, assign)).ToArray();
        Assert.Superset(
            new HashSet<string>(["worker-0", "worker-1"]), orders.SelectMany(order => Below(spans, order)).Select(span => span.Service).ToHashSet());

        // A report's way is followed into the coordinator, and no further.
        var reports = Below(spans, attempts[1]).Where(span => span.Name == "report").ToArray();
        Assert.All(reports, report => Assert.Equal("coordinator-0", Assert.Single(Below(spans, Assert.Single(Below(spans, report)))).Service));
        Assert.All(spans, span => Assert.DoesNotContain("Heartbeat", span.Name, StringComparison.Ordinal));
        Assert.True(spans.Count(span => span.Source.StartsWith("Microsoft.", StringComparison.Ordinal)) < 100, "Calls flood the trace.");
    }

    private static void AssertLogs(IReadOnlyList<OtlpLog> logs, string trace)
    {
        var aboutTrial = logs.Where(line => line.Text.StartsWith("Trial steady/1", StringComparison.Ordinal)).ToArray();
        Assert.Contains(aboutTrial, line => line.Service == "worker-0");
        Assert.Contains(aboutTrial, line => line.Service == "coordinator-0");
        Assert.All(aboutTrial, line => Assert.Equal(("steady", "1"), (line.Tags["sweep"], line.Tags["trial"])));
        Assert.All(
            aboutTrial.Where(line => line.Text.Contains("attempt 2 ", StringComparison.Ordinal)), line => Assert.Equal("2", line.Tags["attempt"]));
        Assert.All(aboutTrial.Where(line => line.Tags["attempt"] != "0"), line => Assert.Equal(trace, line.Trace));
    }

    private static void AssertFiles(string trial)
    {
        var log = File.ReadAllLines(Path.Combine(trial, "log.txt"));
        Assert.All(log, line => Assert.Matches(LogLine(), line));
        Assert.Contains(log, line => line.Contains(" worker-1 attempt 1: ", StringComparison.Ordinal));
        Assert.Contains(log, line => line.EndsWith(" worker-0 attempt 2: Trial steady/1: attempt 2 has ended here: completed", StringComparison.Ordinal));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(trial, "tensorboard"), "events.out.tfevents.*").Length);
    }

    private static async Task AssertHealthAsync(RecoveryCluster cluster)
    {
        using var http = new HttpClient();
        var worker = ProcessTree.Environment(cluster.Process("worker-0")).Single(line => line.StartsWith("ASPNETCORE_URLS=", StringComparison.Ordinal));
        var health = JsonDocument.Parse(await http.GetStringAsync($"{worker["ASPNETCORE_URLS=".Length..]}/health")).RootElement;
        var checks = health.GetProperty("checks");
        Assert.Equal(["ready", "silo", "store", "training"], checks.EnumerateObject().Select(check => check.Name).Order());
        Assert.Equal("steady/1", checks.GetProperty("training").GetProperty("data").GetProperty("trial").GetString());
        var alive = JsonDocument.Parse(await http.GetStringAsync($"{cluster.Address()}alive")).RootElement;
        Assert.Equal("Healthy", alive.GetProperty("status").GetString());
    }

    private static IEnumerable<OtlpSpan> Below(IReadOnlyList<OtlpSpan> spans, OtlpSpan parent) => spans.Where(span => span.Parent == parent.Id);

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (trace|debug|info|warning|error|critical) worker-[01] attempt [12]: \S.*$")]
    private static partial Regex LogLine();
}

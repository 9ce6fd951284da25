using System.Collections.Concurrent;
using System.Diagnostics;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Coordinator.Tests.Cluster;

namespace ResNet.Distributed.Coordinator.Tests.Telemetry;

/// <summary>The spans and metrics of a sweep whose coordinator dies.</summary>
public sealed class SweepTraceTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = [];
    private readonly ActivityListener _listener;

    public SweepTraceTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "ResNet.Coordinator",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task A_sweep_keeps_its_one_trace_when_its_coordinator_dies()
    {
        using var readings = new MeterReadings(everyScope: true);
        await using var silos = await TestSilos.StartAsync();
        silos.Workers.Train = SimulatedTraining.FailFirst(1);
        await silos.Grains.Coordinator("traced").SubmitAsync(
            "name: traced\nmethod: grid\nparameters:\n  lr: { values: [0.1, 0.01] }\n  epochs: { value: 1 }\nmax_failures: 1\n");

        await silos.KillAsync(1);
        var worker = await silos.JoinAsync("worker-0");
        await silos.SweepAsync("traced", view => view.Status == SweepStatus.Completed, () => silos.BeatAsync(worker));

        var root = Assert.Single(_spans, span => span.OperationName == "sweep" && span.GetTagItem("resnet.sweep") as string == "traced");
        var tree = _spans.Where(span => span.TraceId == root.TraceId).ToArray();
        var ids = tree.Select(span => span.SpanId).ToHashSet();
        Assert.All(tree, span => Assert.True(span == root || ids.Contains(span.ParentSpanId), $"{span.OperationName} has no parent"));
        Assert.Equal(2, Named("trial").Length);
        Assert.Equal(2, Named("trial run").Length);
        Assert.All(Named("trial"), trial => Assert.Equal(root.SpanId, trial.ParentSpanId));

        // What the workers were given is what their spans hang under.
        Assert.Equal(Named("attempt").Select(span => span.Id).Order(), silos.Workers.Assigned.Select(entry => entry.Assignment.Trace).Distinct().Order());
        Assert.Equal(["boom", "boom", null, null], Named("attempt run").Select(span => span.StatusDescription).OrderDescending());
        Assert.All(
            Named("attempt run").Where(span => span.StatusDescription is not null),
            span => Assert.Equal("restart", Assert.Single(span.Events).Name));
        Assert.Equal(root.SpanId, Assert.Single(Named("sweep run")).ParentSpanId);
        var read = readings.Read();
        Assert.Superset(
            new HashSet<string>(["resnet.lease.wait", "resnet.store.duration operation=read", "resnet.store.duration operation=write"]),
            read.Keys.ToHashSet());
        Assert.Equal(2, read["resnet.trial.restarts sweep=traced"]);

        Activity[] Named(string name) => [.. tree.Where(span => span.OperationName == name)];
    }
}

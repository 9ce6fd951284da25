using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry;
using OpenTelemetry.Trace;
using ResNet.Distributed.ServiceDefaults.Telemetry;

namespace ResNet.Distributed.ServiceDefaults.Tests.Telemetry;

public sealed class SpansTests : IDisposable
{
    private readonly ActivitySource _source = new($"test {Guid.NewGuid()}");
    private readonly TracerProvider _provider;

    public SpansTests() => _provider = Sdk.CreateTracerProviderBuilder()
        .AddSource(_source.Name)
        .SetSampler(new ParentBasedSampler(new SweepRootSampler()))
        .Build();

    public void Dispose()
    {
        _provider.Dispose();
        _source.Dispose();
    }

    [Fact]
    public void Only_a_sweep_begins_a_trace()
    {
        using var call = _source.StartActivity("IWorkerPoolGrain/HeartbeatAsync");
        Assert.False(call?.Recorded ?? false);

        // Within a call that is not recorded: the sweep is not its child.
        using var sweep = Spans.StartRoot(_source, SpanNames.Sweep);
        Assert.True(sweep!.Recorded);
        Assert.Equal(default, sweep.ParentSpanId);

        using var trial = Spans.Start(_source, SpanNames.Trial, sweep.Id);
        Assert.True(trial!.Recorded);
        Assert.Equal((sweep.TraceId, sweep.SpanId), (trial.TraceId, trial.ParentSpanId));
    }

    [Fact]
    public void Spans_without_a_parent_to_hang_under_are_not_made()
    {
        Assert.Null(Spans.Start(_source, SpanNames.Trial, null));
        Assert.Null(Spans.Start(_source, SpanNames.Trial, "not a traceparent"));
    }

    [Fact]
    public void A_scope_lends_its_trace_to_what_is_logged_and_records_nothing()
    {
        string id;
        using (var sweep = Spans.StartRoot(_source, SpanNames.Sweep)!)
        {
            id = sweep.Id!;
        }

        using var call = _source.StartActivity("ITrialGrain/GetAsync");
        using (new TrialScope("sweep", 1, 2).Begin(NullLogger.Instance, id))
        {
            Assert.Equal(ActivityContext.Parse(id, null).TraceId, Activity.Current!.TraceId);
            using var within = _source.StartActivity("a call");
            Assert.False(within?.Recorded ?? false);
        }

        Assert.Same(call, Activity.Current);
    }

    [Fact]
    public void A_span_ends_when_it_did_with_its_reason()
    {
        using var sweep = Spans.StartRoot(_source, SpanNames.Sweep)!;
        var start = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        var span = Spans.Start(_source, SpanNames.AttemptRun, sweep.Id, start)!;
        span.End(start.AddSeconds(7), "its worker died");

        Assert.Equal((start.UtcDateTime, TimeSpan.FromSeconds(7)), (span.StartTimeUtc, span.Duration));
        Assert.Equal((ActivityStatusCode.Error, "its worker died"), (span.Status, span.StatusDescription));
        Assert.Same(sweep, Activity.Current);
    }
}

using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Coordinator.Sweeps;
using ResNet.Distributed.ServiceDefaults.Telemetry;

namespace ResNet.Distributed.Coordinator.Telemetry;

/// <summary>A sweep's spans.</summary>
internal static class SweepSpans
{
    /// <summary>A sweep was submitted: its trace begins.</summary>
    /// <returns>The root span's traceparent, to be kept as long as the sweep is; null where nobody listens.</returns>
    public static string? Submitted(SweepSpec spec)
    {
        using var root = Spans.StartRoot(CoordinatorSource.Instance, SpanNames.Sweep);
        root?.SetTag(SpanTags.Sweep, spec.Name)
            .SetTag("resnet.sweep.method", spec.Method.ToString().ToLowerInvariant())
            .SetTag("resnet.sweep.metric", spec.Metric.Name);
        return root?.Id;
    }

    /// <summary>A sweep has ended.</summary>
    public static void Ended(SweepState state, string name, SweepStatus status) => Spans
        .Start(CoordinatorSource.Instance, SpanNames.SweepRun, state.Trace, state.Created)?
        .SetTag(SpanTags.Sweep, name)
        .SetTag(SpanTags.State, status.ToString().ToLowerInvariant())
        .End(state.Ended, status == SweepStatus.Failed ? "no trial completed" : null);
}

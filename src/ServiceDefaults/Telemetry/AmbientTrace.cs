using System.Diagnostics;

namespace ResNet.Distributed.ServiceDefaults.Telemetry;

/// <summary>
/// Lets what is logged carry a trace's id where no span of it is under way. It is no span itself and nothing is recorded under it: spans
/// name their parents, because the order of calls is not what makes a sweep's tree.
/// </summary>
internal static class AmbientTrace
{
    /// <summary>Enters the trace, unless one of its spans is under way; null then, and where there is no trace.</summary>
    /// <param name="trace">A W3C traceparent.</param>
    public static Activity? Enter(string? trace) =>
        ActivityContext.TryParse(trace, null, out var context) && Activity.Current?.TraceId != context.TraceId
            ? new Activity("trace").SetParentId(context.TraceId, context.SpanId, ActivityTraceFlags.None).Start()
            : null;
}

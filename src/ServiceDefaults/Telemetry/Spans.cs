using System.Diagnostics;

namespace ResNet.Distributed.ServiceDefaults.Telemetry;

/// <summary>Makes spans whose parents are known by their W3C traceparent, wherever and whenever those were made.</summary>
public static class Spans
{
    /// <summary>Starts a span; null where nobody listens or there is no parent.</summary>
    /// <param name="source">Whose span it is.</param>
    /// <param name="name">One of <see cref="SpanNames"/>.</param>
    /// <param name="parent">The parent's traceparent; null where it has none.</param>
    /// <param name="start">When it began; now by default.</param>
    public static Activity? Start(ActivitySource source, string name, string? parent, DateTimeOffset start = default) =>
        ActivityContext.TryParse(parent, null, isRemote: true, out var context)
            ? source.StartActivity(name, ActivityKind.Internal, context, startTime: start)
            : null;

    /// <summary>Starts a trace. When its root ends, no span is under way, whatever was before.</summary>
    public static Activity? StartRoot(ActivitySource source, string name)
    {
        // Without a parent in the call, the span under way would become it: that of an HTTP request, or of a grain call.
        var before = Activity.Current;
        Activity.Current = null;
        var root = source.StartActivity(name);
        if (root is null)
        {
            Activity.Current = before;
        }

        return root;
    }

    /// <summary>Ends a span that is over before now or ends now, and makes the span that was under way the current one again.</summary>
    /// <param name="span">The span; null does nothing.</param>
    /// <param name="end">When it ended; now by default.</param>
    /// <param name="error">Why it ended too early; null where it did not.</param>
    public static void End(this Activity? span, DateTimeOffset? end = null, string? error = null)
    {
        if (end is { } at)
        {
            span?.SetEndTime(at.UtcDateTime);
        }

        if (error is not null)
        {
            span?.SetStatus(ActivityStatusCode.Error, error);
        }

        span?.Dispose();
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ResNet.Distributed.ServiceDefaults.Security;

/// <summary>
/// Tells of refused requests without being flooded by them: the first of a kind at once, the others of the same minute as one number.
/// </summary>
public sealed class Refusals(TimeProvider time, ILogger<Refusals> logger) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Kind[] _kinds = [.. Enum.GetValues<RefusalKind>().Select(kind => new Kind(kind))];
    private readonly Lock _lock = new();

    /// <summary>Counts a refused request.</summary>
    public void Count(RefusalKind kind, HttpContext context)
    {
        var counted = _kinds[(int)kind];
        if (Interlocked.Increment(ref counted.Since) > 1)
        {
            return;
        }

        Log.Refused(logger, context.Connection.RemoteIpAddress?.ToString() ?? "a local socket", Describe(kind));
        lock (_lock)
        {
            counted.Timer?.Dispose();
            counted.Timer = time.CreateTimer(_ => Sum(counted), null, Interval, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var kind in _kinds)
            {
                kind.Timer?.Dispose();
            }
        }
    }

    private void Sum(Kind counted)
    {
        var more = Interlocked.Exchange(ref counted.Since, 0) - 1;
        if (more > 0)
        {
            Log.RefusedMore(logger, more, Interval.TotalSeconds, Describe(counted.Of));
        }
    }

    private static string Describe(RefusalKind kind) => kind switch
    {
        RefusalKind.NoKey => "it had no key",
        RefusalKind.WrongKey => "it had a wrong key",
        RefusalKind.KeyInUrl => "it had a key in its address, which is not shown here",
        RefusalKind.OtherOrigin => "a page of another origin sent it",
        RefusalKind.TooLarge => "its body was too large",
        RefusalKind.TooMany => "it was one of too many",
        _ => "it was malformed",
    };

    private sealed class Kind(RefusalKind of)
    {
        public int Since;

        public RefusalKind Of { get; } = of;

        public ITimer? Timer { get; set; }
    }
}

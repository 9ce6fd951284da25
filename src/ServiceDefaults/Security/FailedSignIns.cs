using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ResNet.Distributed.ServiceDefaults.Security;

/// <summary>Counts wrong keys by client address, so that who tries many of them is told to wait, and told of.</summary>
public sealed class FailedSignIns : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<IPAddress> _failures;

    /// <summary>Takes the limit from the settings.</summary>
    public FailedSignIns(IOptions<SecurityOptions> options)
    {
        var limit = options.Value.Limits.FailedSignInsPerMinute;
        _failures = PartitionedRateLimiter.Create<IPAddress, IPAddress>(client => RateLimitPartition.GetSlidingWindowLimiter(
            client, _ => new SlidingWindowRateLimiterOptions { PermitLimit = limit, Window = Window, SegmentsPerWindow = 6 }));
    }

    /// <summary>Counts one; how long to wait where there were too many.</summary>
    public TimeSpan? Take(HttpContext context)
    {
        using var lease = _failures.AttemptAcquire(ClientAddress.Of(context));
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Window;
    }

    /// <inheritdoc/>
    public void Dispose() => _failures.Dispose();
}

using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace ResNet.Distributed.ServiceDefaults.Security;

/// <summary>
/// A budget per client address for each purpose: health probes, reads and writes of who is signed in, and everything of who is not. So
/// a flood without a key takes nothing from those behind the same address who have one, nor from probes.
/// </summary>
internal static class RateLimits
{
    private const int Burst = 4;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private enum Purpose
    {
        Health,
        Stranger,
        Read,
        Write,
    }

    /// <summary>Limits all requests of a process.</summary>
    public static void Configure(RateLimiterOptions limiter, LimitOptions limits)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (IPAddress, Purpose)>(context =>
        {
            var purpose = PurposeOf(context);
            var perSecond = purpose == Purpose.Write ? limits.WritesPerSecond : limits.ReadsPerSecond;
            return RateLimitPartition.GetTokenBucketLimiter((ClientAddress.Of(context), purpose), _ => Bucket(perSecond));
        });
        limiter.OnRejected = (rejected, _) => new ValueTask(SecurityProblems.TooManyAsync(
            rejected.HttpContext,
            rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1),
            rejected.HttpContext.RequestServices.GetRequiredService<Refusals>()));
    }

    // What is open to all counts as signed in.
    private static Purpose PurposeOf(HttpContext context)
    {
        if (context.Request.Path.Equals("/alive") || context.Request.Path.Equals("/health"))
        {
            return Purpose.Health;
        }

        if (context.User.Identity?.IsAuthenticated != true && context.RequestServices.GetRequiredService<AccessPlan>().NeedsSignIn)
        {
            return Purpose.Stranger;
        }

        return HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) ? Purpose.Read : Purpose.Write;
    }

    private static TokenBucketRateLimiterOptions Bucket(int perSecond) => new()
    {
        TokenLimit = Burst * perSecond,
        TokensPerPeriod = Math.Max(1, perSecond / 10),
        ReplenishmentPeriod = perSecond < 10 ? TimeSpan.FromSeconds(1.0 / perSecond) : Period,
    };
}

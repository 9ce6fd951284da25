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

    /// <summary>What one purpose of one address has: filled ten times a second, or as often as a whole request has come together.</summary>
    /// <param name="perSecond">Requests, from 1.</param>
    internal static TokenBucketRateLimiterOptions Bucket(int perSecond)
    {
        var atOnce = Math.Max(1, perSecond / 10);
        return new()
        {
            TokenLimit = Burst * perSecond,
            TokensPerPeriod = atOnce,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)atOnce / perSecond),
        };
    }
}

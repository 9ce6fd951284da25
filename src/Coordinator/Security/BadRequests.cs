using Microsoft.AspNetCore.Diagnostics;
using ResNet.Distributed.ServiceDefaults.Security;

namespace ResNet.Distributed.Coordinator.Security;

/// <summary>A request that breaks off, is too slow or too large is its client's fault: an answer and a count, no trace in the log.</summary>
internal sealed class BadRequests(Refusals refusals) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
        {
            return false;
        }

        // 413 is counted with those that an endpoint answers.
        if (bad.StatusCode != StatusCodes.Status413PayloadTooLarge)
        {
            refusals.Count(RefusalKind.Malformed, httpContext);
        }

        await TypedResults.Problem(bad.Message, statusCode: bad.StatusCode).ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>Counts answers that say a body is too large.</summary>
    public static async Task CountTooLargeAsync(HttpContext context, RequestDelegate next, Refusals refusals)
    {
        await next(context);
        if (context.Response.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            refusals.Count(RefusalKind.TooLarge, context);
        }
    }
}

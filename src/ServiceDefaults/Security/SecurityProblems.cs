using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ResNet.Distributed.ServiceDefaults.Security;

/// <summary>Refusals as RFC 9457 problem details, each counted.</summary>
public static class SecurityProblems
{
    /// <summary>401, and how to sign in.</summary>
    /// <param name="context">The request.</param>
    /// <param name="kind">With no key, or with a wrong one.</param>
    /// <param name="refusals">Counts it.</param>
    public static Task UnauthorizedAsync(HttpContext context, RefusalKind kind, Refusals refusals)
    {
        refusals.Count(kind, context);
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return WriteAsync(
            context,
            StatusCodes.Status401Unauthorized,
            kind == RefusalKind.WrongKey ? "The key is not valid." : "A key is needed.",
            $"Send the cluster's key as 'Authorization: Bearer KEY' or '{SentKey.Header}: KEY'; with a browser, sign in at /sign-in.");
    }

    /// <summary>429, and when to come again.</summary>
    public static Task TooManyAsync(HttpContext context, TimeSpan wait, Refusals refusals)
    {
        refusals.Count(RefusalKind.TooMany, context);
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.RetryAfter = seconds;
        return WriteAsync(
            context,
            StatusCodes.Status429TooManyRequests,
            "There were too many requests.",
            $"Your address has asked too much; ask again in {seconds} s.");
    }

    /// <summary>400 for a key in the address, with nothing of that address.</summary>
    public static Task KeyInUrlAsync(HttpContext context, Refusals refusals)
    {
        refusals.Count(RefusalKind.KeyInUrl, context);
        return WriteAsync(
            context,
            StatusCodes.Status400BadRequest,
            "A key does not belong into an address.",
            "Histories and logs keep addresses. If that was the cluster's key, replace it; send the new one as "
            + $"'Authorization: Bearer KEY' or '{SentKey.Header}: KEY'.");
    }

    /// <summary>403 for what a page of another origin sent.</summary>
    public static Task OtherOriginAsync(HttpContext context, Refusals refusals)
    {
        refusals.Count(RefusalKind.OtherOrigin, context);
        return WriteAsync(
            context,
            StatusCodes.Status403Forbidden,
            "The request comes from a page of another origin.",
            "A browser may change things here from the dashboard's own pages only. Behind a proxy, keep the Host header as the browser sent it.");
    }

    private static Task WriteAsync(HttpContext context, int status, string title, string detail) =>
        TypedResults.Problem(detail, title: title, statusCode: status).ExecuteAsync(context);
}

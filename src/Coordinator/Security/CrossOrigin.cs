using ResNet.Distributed.ServiceDefaults.Security;

namespace ResNet.Distributed.Coordinator.Security;

/// <summary>
/// Refuses what a page of another origin makes a browser send and what would change something: on loopback there may be no key, and a
/// cookie goes along from every port of the same host. Programs send neither of the headers that tell.
/// </summary>
internal static class CrossOrigin
{
    private const string FetchSite = "Sec-Fetch-Site";

    /// <summary>Lets all else pass.</summary>
    public static Task CheckAsync(HttpContext context, RequestDelegate next, Refusals refusals) =>
        ChangesNothing(context) || IsOwn(context.Request) ? next(context) : SecurityProblems.OtherOriginAsync(context, refusals);

    // A WebSocket begins with a GET; a page's circuit goes over it.
    private static bool ChangesNothing(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method))
        && !context.WebSockets.IsWebSocketRequest
        && context.Request.Headers.Upgrade.Count == 0;

    private static bool IsOwn(HttpRequest request)
    {
        // No script can set it. Trustworthy addresses alone get it: not plain HTTP of another host.
        if (request.Headers.TryGetValue(FetchSite, out var site))
        {
            return site == "same-origin" || site == "none";
        }

        return !request.Headers.TryGetValue("Origin", out var origin)
            || (Uri.TryCreate(origin, UriKind.Absolute, out var from)
                && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}

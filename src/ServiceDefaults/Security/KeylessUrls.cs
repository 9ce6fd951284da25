using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace ResNet.Distributed.ServiceDefaults.Security;

/// <summary>
/// Takes keys out of addresses before anything sees the request: ASP.NET Core logs and traces an address before the first line of
/// middleware runs. Such a request is refused, since it has been on the way with the key in it.
/// </summary>
/// <param name="inner">Makes the context.</param>
/// <param name="keys">The keys.</param>
internal sealed class KeylessUrls(IHttpContextFactory inner, ApiKeys keys) : IHttpContextFactory
{
    private static readonly object Found = new();

    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "key", "apikey", "api_key", "api-key", "x-api-key", "token", "access_token", "bearer",
    };

    /// <summary>Refuses a request that had a key in its address.</summary>
    public static Task RefuseAsync(HttpContext context, RequestDelegate next, Refusals refusals) =>
        context.Items.ContainsKey(Found) ? SecurityProblems.KeyInUrlAsync(context, refusals) : next(context);

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        if (keys.Any && featureCollection.Get<IHttpRequestFeature>() is { QueryString.Length: > 1 } request && HasKey(request.QueryString))
        {
            request.QueryString = "";
            request.RawTarget = request.Path;
            var context = inner.Create(featureCollection);
            context.Items[Found] = Found;
            return context;
        }

        return inner.Create(featureCollection);
    }

    public void Dispose(HttpContext httpContext) => inner.Dispose(httpContext);

    private bool HasKey(string query)
    {
        foreach (var pair in new QueryStringEnumerable(query))
        {
            if (Names.Contains(pair.DecodeName().ToString()) || IsKey(pair.DecodeValue().ToString()) || IsKey(pair.DecodeName().ToString()))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsKey(string text) => text.Length >= ApiKeySource.Shortest && keys.Matches(text);
}

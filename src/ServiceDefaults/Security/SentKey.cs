using Microsoft.AspNetCore.Http;

namespace ResNet.Distributed.ServiceDefaults.Security;

/// <summary>Where a client puts its key: <c>Authorization: Bearer KEY</c> or <c>X-Api-Key: KEY</c>.</summary>
public static class SentKey
{
    /// <summary>The second header's name.</summary>
    public const string Header = "X-Api-Key";

    private const string Bearer = "Bearer ";

    /// <summary>What was sent; null for neither header.</summary>
    public static string? Of(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return authorization[Bearer.Length..].Trim();
        }

        return request.Headers.TryGetValue(Header, out var key) ? key.ToString().Trim() : null;
    }
}

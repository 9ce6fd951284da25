using Microsoft.AspNetCore.Http;

namespace ResNet.Distributed.ServiceDefaults.Security;

/// <summary>What every answer tells a browser. A page that says more of what it may load has a policy of its own.</summary>
internal static class SecurityHeaders
{
    private static readonly (string Name, string Value)[] All =
    [
        ("Content-Security-Policy", "frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),

        // Not stricter: a browser that sends no referrer to this server itself says of its own forms that they are from nowhere.
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ];

    /// <summary>Adds them at the last moment, since whoever handles an exception takes all headers away.</summary>
    public static Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(Add, context.Response.Headers);
        return next(context);
    }

    private static Task Add(object headers)
    {
        foreach (var (name, value) in All)
        {
            ((IHeaderDictionary)headers).TryAdd(name, value);
        }

        return Task.CompletedTask;
    }
}

namespace ResNet.Distributed.Coordinator.Security;

/// <summary>Tells someone with a browser from a program that uses the API.</summary>
internal static class PageRequest
{
    /// <summary>Whether a request is for a page, so that its answer is one as well.</summary>
    public static bool Is(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/api")
        && context.Request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}

namespace ResNet.Distributed.Coordinator.Dashboard;

/// <summary>Marks endpoints whose pages load nothing but this server's own scripts, styles and images.</summary>
internal sealed class ContentSecurity
{
    // Styles in the page itself are how MudBlazor gives its theme and Plotly its charts; scripts in it are refused.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Sends the policy with the answers of marked endpoints.</summary>
    public static Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ContentSecurity>() is not null)
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
        }

        return next(context);
    }
}

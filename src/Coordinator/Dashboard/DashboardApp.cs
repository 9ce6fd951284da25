using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using MudBlazor.Services;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Coordinator.Security;

namespace ResNet.Distributed.Coordinator.Dashboard;

/// <summary>The pages at <c>/</c>: Blazor components that run here and are shown in the browser, live.</summary>
internal static class DashboardApp
{
    // A pasted sweep file comes in one message, in which a letter may take some bytes.
    private const int LargestMessage = 4 * SweepFile.MaxBytes;

    /// <summary>Adds what they need.</summary>
    public static WebApplicationBuilder AddDashboard(this WebApplicationBuilder builder)
    {
        // Packages' assets are beside this program once it is published; before, a manifest says where they are.
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents()
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = LargestMessage);
        builder.Services.AddMudServices();
        return builder;
    }

    /// <summary>Maps the pages and their assets.</summary>
    public static void MapDashboard(this WebApplication app)
    {
        app.Use(ContentSecurity.ApplyAsync);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(LeaveErrorsOfTheApiAlone);
        app.UseAntiforgery();

        // The page on which people sign in needs them.
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .WithMetadata(new ContentSecurity());
    }

    // What is answered to them instead is problem details.
    private static Task LeaveErrorsOfTheApiAlone(HttpContext context, RequestDelegate next)
    {
        context.Features.GetRequiredFeature<IStatusCodePagesFeature>().Enabled = PageRequest.Is(context);
        return next(context);
    }
}

using Orleans.Dashboard;

namespace ResNet.Distributed.Coordinator.Http;

/// <summary>
/// Orleans' own dashboard at <c>/orleans</c>: silos, activations, calls by grain and method. It measures calls only while somebody has
/// it open, and for a minute after that.
/// </summary>
internal static class OrleansDashboard
{
    private const string Path = "/orleans";

    /// <summary>Adds it to the silo, where it is wanted.</summary>
    public static ISiloBuilder AddOrleansDashboard(this ISiloBuilder silo, IConfiguration configuration) => IsWanted(configuration)

        ? silo.AddDashboard(options =>
        {
            // Its stream of log lines lasts an hour, and would hold up the end of this process for as long as it may.
            options.HideTrace = true;

            // It reads all meters whether anybody looks or not, on cores that may be training; at its own pace, once a second, that is half a percent of one.
            options.CounterUpdateIntervalMs = 5000;
        })
        : silo;

    /// <summary>Maps its pages, where it is wanted.</summary>
    public static void MapOrleansDashboard(this WebApplication app)
    {
        if (IsWanted(app.Configuration))
        {
            var pages = new Lazy<RequestDelegate>(() => Pages(app.Services));
            app.MapGet($"{Path}/{{**page}}", context => Answer(context, pages.Value)).ExcludeFromDescription();
        }
    }

    /// <summary>
    /// Its pages, made when the first reader comes: it then packs 16 MB of fonts, which takes 70 MB and most of a second that a coordinator
    /// whose /orleans nobody opens should not spend.
    /// </summary>
    private static RequestDelegate Pages(IServiceProvider services)
    {
        var pages = new ApplicationBuilder(services);
        pages.UseRouting();
        pages.UseEndpoints(endpoints => endpoints.MapOrleansDashboard(Path).ExcludeFromDescription());
        return pages.Build();
    }

    private static Task Answer(HttpContext context, RequestDelegate pages)
    {
        // Or the routing of the pages would keep to the endpoint that was found already, this one.
        context.SetEndpoint(null);
        return pages(context);
    }

    private static bool IsWanted(IConfiguration configuration) =>
        (configuration.GetSection(CoordinatorOptions.Section).Get<CoordinatorOptions>() ?? new CoordinatorOptions()).OrleansDashboard;
}

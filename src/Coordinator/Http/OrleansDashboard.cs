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

        // Its stream of log lines lasts an hour, and would hold up the end of this process for as long as it may.
        ? silo.AddDashboard(options => options.HideTrace = true)
        : silo;

    /// <summary>Maps its pages, where it is wanted.</summary>
    public static void MapOrleansDashboard(this WebApplication app)
    {
        if (IsWanted(app.Configuration))
        {
            app.MapOrleansDashboard(Path).ExcludeFromDescription();
        }
    }

    private static bool IsWanted(IConfiguration configuration) =>
        (configuration.GetSection(CoordinatorOptions.Section).Get<CoordinatorOptions>() ?? new CoordinatorOptions()).OrleansDashboard;
}

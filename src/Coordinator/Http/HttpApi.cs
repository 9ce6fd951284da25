using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Coordinator.History;
using ResNet.Distributed.Coordinator.Trials;
using ResNet.Distributed.Exchange;

namespace ResNet.Distributed.Coordinator.Http;

/// <summary>The HTTP API: what it needs of the process, and its routes.</summary>
internal static class HttpApi
{
    /// <summary>Adds what the routes use.</summary>
    public static IServiceCollection AddHttpApi(this IServiceCollection services)
    {
        services.AddSingleton<SweepWatches>();
        services.AddSingleton<SweepHistory>();
        services.AddSingleton<SweepFeed>();
        services.AddTrialFiles();
        services.AddSingleton<TrialLogs>();
        services.AddSingleton<TrialModels>();
        services.AddProblemDetails();
        services.AddOpenApi();
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        return services;
    }

    /// <summary>Maps the routes, and their description.</summary>
    public static void MapHttpApi(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        routes.MapSweeps();
        routes.MapHistory();
        routes.MapFiles();
        routes.MapWorkers();
    }
}

using ResNet.Distributed.Contracts.Grains;

namespace ResNet.Distributed.Coordinator.Http;

/// <summary><c>/api/workers</c>.</summary>
internal static class WorkerEndpoints
{
    /// <summary>Maps the route.</summary>
    public static void MapWorkers(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/workers", (IGrainFactory grains) =>
            grains.WorkerPool().GetWorkersAsync());
}

using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Coordinator.Http;

/// <summary>An id in an address is the name of a sweep, or of nothing: what no sweep can be called reaches no grain and no file.</summary>
internal static class SweepIds
{
    /// <summary>Answers 404 where <c>{id}</c> is no name of a sweep.</summary>
    public static ValueTask<object?> CheckAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.GetRouteValue("id") is string id && !SweepFile.IsName(id)
            ? ValueTask.FromResult<object?>(Problems.NoSweep(id))
            : next(context);
}

using System.Diagnostics;
using ResNet.Distributed.Contracts.Grains;

namespace ResNet.Distributed.Contracts.Tracing;

/// <summary>
/// Lets only those calls carry a trace on that belong to one trial, and to nothing else: a worker's reports, and a trial's orders to its
/// workers. What a report sets going (other trials, the pool, other sweeps) is not part of it; its trial's tree would fill with calls.
/// </summary>
internal sealed class TracedCalls : IOutgoingGrainCallFilter
{
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (!BelongsToOneTrial(context.Request.GetInterfaceType(), context.MethodName))
        {
            // For this call alone: the caller's own flow is not touched.
            Activity.Current = null;
        }

        await context.Invoke();
    }

    private static bool BelongsToOneTrial(Type grain, string method) =>
        grain == typeof(IGpuWorkerGrain)
        || (grain == typeof(ITrialGrain) && method is nameof(ITrialGrain.ReportAsync) or nameof(ITrialGrain.EndedAsync));
}

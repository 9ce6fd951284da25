using ResNet.Distributed.AppHost.Store;
using ResNet.Distributed.Launching;

namespace ResNet.Distributed.AppHost.Launching;

/// <summary>Starts the store that a cluster of this machine has inside the launcher's own process.</summary>
internal static class StoreStep
{
    /// <summary>The store; null when the cluster uses one that runs elsewhere.</summary>
    /// <exception cref="LaunchException">It does not start.</exception>
    public static async Task<EmbeddedStore?> StartAsync(LaunchPlan plan, CancellationToken cancellation)
    {
        Directory.CreateDirectory(plan.Output.LogFolder);
        if (plan.Topology.Store is not { Embedded: true, Port: var port })
        {
            return null;
        }

        var log = Path.Combine(plan.Output.LogFolder, "store.log");
        return await Task.Run(() => EmbeddedStore.Start(port, plan.Output.StoreFolder, log), cancellation);
    }
}

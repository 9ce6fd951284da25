using Orleans.Metadata;
using ResNet.Distributed.Contracts.Grains;

namespace ResNet.Distributed.GpuWorker.Agent;

/// <summary>Whether the cluster has a coordinator, as far as this silo knows.</summary>
internal sealed class CoordinatorPresence(IClusterManifestProvider silos, IGrainFactory grains)
{
    private readonly GrainType _pool = grains.WorkerPool().GetGrainId().Type;

    /// <summary>Whether a silo that can have the pool is a member.</summary>
    public bool IsThere => Has(silos.Current);

    /// <summary>Returns as soon as there is one.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        await foreach (var members in silos.Updates.WithCancellation(cancellation))
        {
            if (Has(members))
            {
                return;
            }
        }
    }

    private bool Has(ClusterManifest members) => members.Silos.Values.Any(silo => silo.Grains.ContainsKey(_pool));
}

using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>Reaches workers, once the cluster has told this silo what theirs hosts.</summary>
/// <remarks>
/// A heartbeat may come before the worker's manifest. A call at that moment would fail, and worse: Orleans would remember for good
/// that this grain type has no placement filter, and from then on place any worker's grain on any worker's silo.
/// </remarks>
internal sealed class WorkerGrains(IClusterManifestProvider manifests)
{
    private static readonly GrainType Type = GrainType.Create(GrainTypes.GpuWorker);

    /// <summary>Whether a worker's grain can be called now.</summary>
    public bool CanBeCalled(WorkerId worker) =>
        manifests.Current.Silos.TryGetValue(SiloAddress.FromParsableString(worker.Silo), out var manifest)
        && manifest.Grains.ContainsKey(Type);
}

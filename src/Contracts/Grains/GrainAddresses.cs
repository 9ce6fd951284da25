using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Contracts.Grains;

/// <summary>
/// References to the cluster's grains. By the name of the class, not by the interface: an interface can only be resolved while a
/// silo that has the class is there, and a worker must be able to wait for its coordinator.
/// </summary>
public static class GrainAddresses
{
    /// <summary>A sweep.</summary>
    public static ICoordinatorGrain Coordinator(this IGrainFactory grains, string sweep) =>
        grains.GetGrain<ICoordinatorGrain>(GrainId.Create(GrainTypes.Coordinator, sweep));

    /// <summary>A trial.</summary>
    public static ITrialGrain Trial(this IGrainFactory grains, TrialId trial) =>
        grains.GetGrain<ITrialGrain>(GrainId.Create(GrainTypes.Trial, trial.ToString()));

    /// <summary>The pool.</summary>
    public static IWorkerPoolGrain WorkerPool(this IGrainFactory grains) =>
        grains.GetGrain<IWorkerPoolGrain>(GrainId.Create(GrainTypes.WorkerPool, IWorkerPoolGrain.Key));

    /// <summary>A worker's incarnation.</summary>
    public static IGpuWorkerGrain GpuWorker(this IGrainFactory grains, WorkerId worker) =>
        grains.GetGrain<IGpuWorkerGrain>(GrainId.Create(GrainTypes.GpuWorker, worker.ToString()));

    /// <summary>The list of sweeps.</summary>
    public static ISweepIndexGrain SweepIndex(this IGrainFactory grains) =>
        grains.GetGrain<ISweepIndexGrain>(GrainId.Create(GrainTypes.SweepIndex, ISweepIndexGrain.Key));
}

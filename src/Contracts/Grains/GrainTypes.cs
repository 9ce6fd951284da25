namespace ResNet.Distributed.Contracts.Grains;

/// <summary>The grain classes' names in the cluster: part of the address of every grain, and so of its stored state.</summary>
public static class GrainTypes
{
    /// <summary>A sweep.</summary>
    public const string Coordinator = "sweep";

    /// <summary>A trial.</summary>
    public const string Trial = "trial";

    /// <summary>The pool.</summary>
    public const string WorkerPool = "pool";

    /// <summary>A worker.</summary>
    public const string GpuWorker = "worker";

    /// <summary>The list of sweeps.</summary>
    public const string SweepIndex = "sweeps";
}

namespace ResNet.Distributed.Launching.Topology;

/// <summary>What this machine has to train on.</summary>
/// <param name="Cores">Logical processors this process may use.</param>
/// <param name="Gpus">NVIDIA GPUs that the driver shows.</param>
public readonly record struct Machine(int Cores, int Gpus)
{
    private const string DriverFolder = "/proc/driver/nvidia/gpus";

    /// <summary>Looks at this machine.</summary>
    public static Machine Detect() =>
        new(Environment.ProcessorCount, Directory.Exists(DriverFolder) ? Directory.GetDirectories(DriverFolder).Length : 0);

    /// <summary>The machine as far as workers of this device use it: <c>auto</c>, <c>cpu</c> or <c>cuda</c>.</summary>
    public Machine For(string device) => device == "cpu" ? this with { Gpus = 0 } : this;

    /// <summary>One per GPU; without a GPU two, which share the cores.</summary>
    public int DefaultWorkers => Gpus > 0 ? Gpus : 2;

    /// <summary>One per GPU; without a GPU one, which has all cores.</summary>
    public int DefaultNodeWorkers => Math.Max(1, Gpus);

    /// <summary>An equal part of the cores, at least one.</summary>
    public int DefaultThreads(int workers) => Math.Max(1, Cores / Math.Max(1, workers));
}

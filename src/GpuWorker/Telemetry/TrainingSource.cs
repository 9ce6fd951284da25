using System.Diagnostics;

namespace ResNet.Distributed.GpuWorker.Telemetry;

/// <summary>The worker's spans.</summary>
internal static class TrainingSource
{
    /// <summary>Their source.</summary>
    public static readonly ActivitySource Instance = new("ResNet.Training");
}

namespace ResNet.Distributed.GpuWorker.Telemetry;

/// <summary>The worker's meter.</summary>
internal static class TrainingMeter
{
    /// <summary>Its name. Each attempt has a meter of this name for itself; one more belongs to the process.</summary>
    public const string Name = "ResNet.Training";
}

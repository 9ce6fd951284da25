namespace ResNet.Distributed.Orchestration.Simulated;

/// <summary>How a load went.</summary>
/// <param name="Load">The load.</param>
/// <param name="Seconds">From the first trial's beginning to the last sweep's end.</param>
/// <param name="CpuSeconds">That the coordinator used from the first sweep's submission to the last one's end.</param>
/// <param name="WorkersCpuSeconds">That the simulated workers used meanwhile.</param>
/// <param name="StoreCpuSeconds">That this process used meanwhile, in which the store runs.</param>
/// <param name="Memory">The coordinator's resident bytes in the end.</param>
/// <param name="Waits">Of its workers; null where their epochs take no time, or none had two trials.</param>
internal sealed record SimulatedTime(
    SimulatedLoad Load, double Seconds, double CpuSeconds, double WorkersCpuSeconds, double StoreCpuSeconds, long Memory, Waits? Waits)
{
    /// <summary>Epoch reports in a second.</summary>
    public double Reports => Load.AllEpochs / Seconds;

    /// <summary>The coordinator's CPU seconds for an epoch.</summary>
    public double CpuPerEpoch => CpuSeconds / Load.AllEpochs;
}

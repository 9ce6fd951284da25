using ResNet.Distributed.Orchestration.Simulated;

namespace ResNet.Distributed.Orchestration;

/// <summary>Everything that was measured.</summary>
internal sealed record OrchestrationFigures
{
    /// <summary>Many short trials.</summary>
    public required SimulatedTime Short { get; init; }

    /// <summary>Epochs that take no time, as fast as they can be reported.</summary>
    public required SimulatedTime Reports { get; init; }

    /// <summary>Cores that the coordinator uses for the heartbeats of a large pool.</summary>
    public required double HeartbeatCores { get; init; }

    /// <summary>How the work grows with trials, workers, sweeps.</summary>
    public required IReadOnlyList<Growth> Growths { get; init; }

    /// <summary>Seconds of each round's trials without a cluster.</summary>
    public required IReadOnlyList<double> Bare { get; init; }

    /// <summary>Seconds of the same trials as a sweep.</summary>
    public required IReadOnlyList<double> Orchestrated { get; init; }
}

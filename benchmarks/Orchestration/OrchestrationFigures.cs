using ResNet.Distributed.Orchestration.Simulated;
using ResNet.Distributed.Orchestration.Trained;

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

    /// <summary>Each round's trials without a cluster, the first trial first.</summary>
    public required IReadOnlyList<IReadOnlyList<TrialTime>> Bare { get; init; }

    /// <summary>The same trials as a sweep.</summary>
    public required IReadOnlyList<IReadOnlyList<TrialTime>> Orchestrated { get; init; }
}

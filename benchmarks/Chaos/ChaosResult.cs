using System.Collections.Immutable;
using ResNet.Distributed.Chaos.Comparison;
using ResNet.Distributed.Chaos.Faults;
using ResNet.Distributed.Chaos.Processes;

namespace ResNet.Distributed.Chaos;

/// <summary>What a run found.</summary>
/// <param name="Options">How it was run.</param>
/// <param name="Folder">Where its files are, if they were kept.</param>
/// <param name="CalmSeconds">How long the sweep took without faults.</param>
/// <param name="ChaosSeconds">How long the sweeps with faults took, all together.</param>
/// <param name="Faults">Every fault, in order.</param>
/// <param name="Sweeps">Every sweep that ran under faults, held against the calm one.</param>
/// <param name="UnexpectedExits">Processes that ended without having been told to.</param>
/// <param name="Violations">What must not happen and did.</param>
internal sealed record ChaosResult(
    ChaosOptions Options,
    string Folder,
    double CalmSeconds,
    double ChaosSeconds,
    ImmutableArray<FaultRecord> Faults,
    ImmutableArray<SweepComparison> Sweeps,
    ImmutableArray<NodeExit> UnexpectedExits,
    ImmutableArray<string> Violations)
{
    /// <summary>Whether every sweep gave the calm one's results and nothing else went wrong.</summary>
    public bool Passed => Violations.IsEmpty && !Sweeps.IsEmpty && Sweeps.All(sweep => sweep.Equal);
}

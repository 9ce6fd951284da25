namespace ResNet.Distributed.Chaos.Faults;

/// <summary>A fault that has happened.</summary>
/// <param name="Plan">What it was.</param>
/// <param name="Sweep">The sweep that ran.</param>
/// <param name="At">When it began.</param>
/// <param name="Affected">Trials it had to do with: a worker's own; otherwise all that ran.</param>
/// <param name="FirstProgressSeconds">From its begin until any trial was seen to go on; null if none was.</param>
/// <param name="RecoverySeconds">From its begin until all of <paramref name="Affected"/> went on; null if they did not, or there were none.</param>
/// <param name="Violation">What it brought to light; null for nothing.</param>
internal sealed record FaultRecord(
    FaultPlan Plan,
    string Sweep,
    DateTimeOffset At,
    int Affected,
    double? FirstProgressSeconds,
    double? RecoverySeconds,
    string? Violation);

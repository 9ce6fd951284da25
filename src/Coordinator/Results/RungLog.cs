using System.Collections.Immutable;
using ResNet.Distributed.Coordinator.Scheduling;

namespace ResNet.Distributed.Coordinator.Results;

/// <summary>What a sweep's trials brought to their rungs, and what was decided: in <c>results.json</c>, so that every promotion can be checked.</summary>
/// <param name="Results">In the order in which they were taken.</param>
/// <param name="Promotions">In the order in which they were decided.</param>
internal sealed record RungLog(ImmutableArray<RungResult> Results, ImmutableArray<Promotion> Promotions);

using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.History;

/// <summary>A trial with its curves. The instance stays the same from one snapshot to the next while nothing of it changes.</summary>
/// <param name="Trial">As in the list of trials; never older than <paramref name="Epochs"/> and <paramref name="Attempts"/>.</param>
/// <param name="Epochs">Every epoch done, in order; empty before the first.</param>
/// <param name="Attempts">Every attempt, in order; empty before the first.</param>
public sealed record TrialHistory(TrialView Trial, ImmutableArray<EpochMetrics> Epochs, ImmutableArray<AttemptView> Attempts);

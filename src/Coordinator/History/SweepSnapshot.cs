using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Api;

namespace ResNet.Distributed.Coordinator.History;

/// <summary>A sweep and all its trials with their epochs and attempts, at one moment.</summary>
/// <param name="Sweep">The sweep. Never newer than its trials: when it is over, so are they.</param>
/// <param name="Trials">Every trial, by number, those included that have not begun.</param>
public sealed record SweepSnapshot(SweepView Sweep, ImmutableArray<TrialHistory> Trials);

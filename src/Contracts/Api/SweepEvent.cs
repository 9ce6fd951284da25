using System.Collections.Immutable;

namespace ResNet.Distributed.Contracts.Api;

/// <summary>One message of <c>GET /api/sweeps/{id}/events</c>: the sweep as it is now, and the trials that changed since the message before.</summary>
/// <param name="Sweep">The sweep.</param>
/// <param name="Trials">All trials in the first message; afterwards those that changed.</param>
public sealed record SweepEvent(SweepView Sweep, ImmutableArray<TrialView> Trials);

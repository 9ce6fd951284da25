using ResNet.Distributed.Contracts.Api;

namespace ResNet.Distributed.AppHost.Api;

/// <summary>A sweep that the cluster has taken.</summary>
/// <param name="Sweep">As it is now.</param>
/// <param name="IsNew">False when the same sweep was there already: it goes on, or has ended.</param>
internal sealed record Submission(SweepView Sweep, bool IsNew);

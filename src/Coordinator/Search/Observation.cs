using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Search;

/// <summary>Another trial, as a searcher that learns sees it.</summary>
/// <param name="Parameters">What was chosen for it.</param>
/// <param name="Loss">What it came to: the lower the better, infinite where it diverged; null while it goes on.</param>
internal sealed record Observation(ImmutableSortedDictionary<string, ParameterValue> Parameters, double? Loss);

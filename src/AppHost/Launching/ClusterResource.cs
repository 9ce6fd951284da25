using System.Collections.Immutable;

namespace ResNet.Distributed.AppHost.Launching;

/// <summary>A part of the cluster that a launcher starts.</summary>
/// <param name="Name">What people see; unique.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Ports">Where it listens on this machine.</param>
/// <param name="Environment">What it is told on top of the launcher's own environment.</param>
/// <param name="Needs">Names of those that come first: the data step has to end well, the others to be healthy.</param>
/// <param name="Replicas">Processes that are alike: one, except in containers, which have addresses of their own.</param>
internal sealed record ClusterResource(
    string Name,
    ResourceKind Kind,
    ImmutableArray<ResourcePort> Ports,
    ImmutableSortedDictionary<string, string> Environment,
    ImmutableArray<string> Needs,
    int Replicas = 1)
{
    /// <summary>Where a process says over HTTP whether it is well.</summary>
    public const string HealthPath = "/health";
}

using System.Collections.Immutable;
using System.Net;

namespace ResNet.Distributed.Launching.Topology;

/// <summary>One process of the cluster.</summary>
/// <param name="Name"><c>coordinator-0</c>, <c>worker-1</c>.</param>
/// <param name="Role">Which program it runs.</param>
/// <param name="Http">Where it serves <c>/health</c> and <c>/metrics</c>, and a coordinator the API.</param>
/// <param name="SiloPort">Where the other silos reach it.</param>
/// <param name="GatewayPort">Where Orleans clients would reach it.</param>
/// <param name="Environment">What it is given on top of our own environment.</param>
public sealed record NodeSpec(
    string Name,
    NodeRole Role,
    IPEndPoint Http,
    int SiloPort,
    int GatewayPort,
    ImmutableSortedDictionary<string, string> Environment);

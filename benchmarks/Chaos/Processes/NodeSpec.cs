using ResNet.Distributed.Chaos.Network;

namespace ResNet.Distributed.Chaos.Processes;

/// <summary>One process of the cluster.</summary>
/// <param name="Name"><c>worker-0</c>, <c>coordinator-1</c>, <c>store</c>.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Program">What is run.</param>
/// <param name="Arguments">The program's.</param>
/// <param name="Environment">What it is told on top of our own environment.</param>
internal sealed record NodeSpec(
    string Name,
    NodeAddress Address,
    string Program,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment);

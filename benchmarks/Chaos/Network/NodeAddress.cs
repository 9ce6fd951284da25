using System.Net;

namespace ResNet.Distributed.Chaos.Network;

/// <summary>Where a node is.</summary>
/// <param name="Namespace">The name of its network namespace.</param>
/// <param name="Address">Its address in the private network.</param>
internal sealed record NodeAddress(string Namespace, IPAddress Address);

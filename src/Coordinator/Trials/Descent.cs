using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>A trial's weights come from another one's, as it is stored.</summary>
/// <param name="Exploit">From whose, and where.</param>
/// <param name="Attempt">The trial's newest attempt by then: what its attempts up to this one have left is not gone on from.</param>
internal sealed record Descent(Exploit Exploit, int Attempt);

namespace ResNet.Distributed.Training.Collectives.Connecting;

/// <summary>What a rank tells all others while the group forms.</summary>
/// <param name="Choice">The transport that its options ask for.</param>
/// <param name="Problem">Why it cannot use shared memory; empty where it can.</param>
internal sealed record Status(TransportChoice Choice, string Problem);

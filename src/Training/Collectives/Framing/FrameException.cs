namespace ResNet.Distributed.Training.Collectives.Framing;

/// <summary>A message that cannot be what the peer should have sent. Its text: what was expected, and what came.</summary>
internal sealed class FrameException(string message) : Exception(message);

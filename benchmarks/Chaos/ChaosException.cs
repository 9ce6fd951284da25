namespace ResNet.Distributed.Chaos;

/// <summary>The harness itself cannot go on; what the cluster does wrong is a violation instead.</summary>
internal sealed class ChaosException(string message, Exception? inner = null) : Exception(message, inner);

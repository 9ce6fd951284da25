namespace ResNet.Distributed.Launching;

/// <summary>The cluster cannot go on: exit code 1.</summary>
public sealed class LaunchException(string message, Exception? cause = null) : Exception(message, cause);

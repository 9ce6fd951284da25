namespace ResNet.Distributed.AppHost.Launching;

/// <summary>The cluster cannot go on: exit code 1.</summary>
internal sealed class LaunchException(string message, Exception? cause = null) : Exception(message, cause);

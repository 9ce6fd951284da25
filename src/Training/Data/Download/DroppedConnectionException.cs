namespace ResNet.Distributed.Training.Data.Download;

/// <summary>A request that broke off and may be tried again.</summary>
internal sealed class DroppedConnectionException(string message, Exception? inner = null) : Exception(message, inner);

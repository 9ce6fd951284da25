namespace ResNet.Distributed.Training.Data;

/// <summary>A download that did not come to its end; the message is one sentence that says why.</summary>
public sealed class CifarDownloadException(string message, Exception? inner = null) : Exception(message, inner);

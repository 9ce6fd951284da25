namespace ResNet.Distributed.Exchange;

/// <summary>A file could not be fetched: its host is gone, has it no more, or sent something else. This process' disk is not at fault.</summary>
public sealed class FetchException(string message, Exception? cause = null) : Exception(message, cause);

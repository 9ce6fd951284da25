namespace ResNet.Distributed.Coordinator.History;

/// <summary>What following a sweep logs.</summary>
internal static partial class Log
{
    [LoggerMessage(71, LogLevel.Warning, "Sweep {Sweep} could not be looked at for its followers, again in {Seconds} s: {Reason}")]
    public static partial void NotSeen(ILogger logger, string sweep, double seconds, string reason);
}

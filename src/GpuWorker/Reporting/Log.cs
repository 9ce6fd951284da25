using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.GpuWorker.Reporting;

/// <summary>What the delivery of reports logs.</summary>
internal static partial class Log
{
    [LoggerMessage(41, LogLevel.Warning, "Trial {Trial}: a report was not delivered, again in {Seconds} s: {Reason}")]
    public static partial void NotDelivered(ILogger logger, TrialId trial, double seconds, string reason);
}

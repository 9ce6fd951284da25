using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Pool;

/// <summary>What the pool logs.</summary>
internal static partial class Log
{
    [LoggerMessage(11, LogLevel.Information, "Worker {Worker} joined: {Device} on {Host}")]
    public static partial void WorkerJoined(ILogger logger, string worker, string device, string host);

    [LoggerMessage(12, LogLevel.Warning, "Trial {Trial} lost {Worker}: {Reason}")]
    public static partial void LeaseLost(ILogger logger, TrialId trial, string worker, string reason);
}

using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.GpuWorker.Telemetry;

/// <summary>What telemetry says of itself.</summary>
internal static partial class Log
{
    [LoggerMessage(61, LogLevel.Warning, "Trial {Trial}: TensorBoard's files cannot be written to {Folder}; this attempt goes on without them: {Reason}")]
    public static partial void TensorBoardNotWritten(ILogger logger, TrialId trial, string folder, string reason);
}

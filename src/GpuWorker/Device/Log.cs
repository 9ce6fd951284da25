using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>What the device side logs.</summary>
internal static partial class Log
{
    [LoggerMessage(31, LogLevel.Information, "Ready: {Device}, data {Data} ({Train} training images), libtorch {Version}, after {Seconds:0.0} s")]
    public static partial void Ready(ILogger logger, string device, string data, int train, string version, double seconds);

    [LoggerMessage(32, LogLevel.Information, "Trial {Trial}: attempt {Attempt} trains here")]
    public static partial void AttemptStarts(ILogger logger, TrialId trial, int attempt);

    [LoggerMessage(33, LogLevel.Information, "Trial {Trial}: attempt {Attempt} was stopped")]
    public static partial void AttemptStopped(ILogger logger, TrialId trial, int attempt);

    [LoggerMessage(34, LogLevel.Error, "Trial {Trial}: attempt {Attempt} failed")]
    public static partial void AttemptFailed(ILogger logger, TrialId trial, int attempt, Exception failure);

    [LoggerMessage(35, LogLevel.Critical, "{Message}")]
    public static partial void CannotStart(ILogger logger, string message);
}

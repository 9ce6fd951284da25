using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Coordinator.Sweeps;

/// <summary>What a sweep logs.</summary>
internal static partial class Log
{
    [LoggerMessage(21, LogLevel.Information, "Sweep {Sweep} starts, trials: {Trials}, results in {Folder}")]
    public static partial void SweepStarts(ILogger logger, string sweep, int trials, string folder);

    [LoggerMessage(22, LogLevel.Information, "Sweep {Sweep} ended: {Status}, results in {Folder}")]
    public static partial void SweepEnded(ILogger logger, string sweep, SweepStatus status, string folder);

    [LoggerMessage(23, LogLevel.Error, "Sweep {Sweep}: results could not be written to {Folder}: {Reason}")]
    public static partial void ResultsNotWritten(ILogger logger, string sweep, string folder, string reason);

    [LoggerMessage(24, LogLevel.Warning, "Not every open sweep could be looked after; once more in {Seconds} s")]
    public static partial void NotWoken(ILogger logger, double seconds, Exception failure);

    [LoggerMessage(25, LogLevel.Warning, "Sweep {Sweep} could not be looked after, again within {Seconds} s: {Reason}")]
    public static partial void NotLookedAfter(ILogger logger, string sweep, double seconds, string reason);

    [LoggerMessage(26, LogLevel.Warning, "Sweep {Sweep}: trial {Trial} could not be reached: {Reason}")]
    public static partial void TrialNotReached(ILogger logger, string sweep, int trial, string reason);

    [LoggerMessage(27, LogLevel.Information, "Sweep {Sweep} is trained on {Data}; workers with other images get none of its trials")]
    public static partial void DataFixed(ILogger logger, string sweep, DataContent data);

    [LoggerMessage(68, LogLevel.Information, "Sweep {Sweep} has more trials now: {Trials}, those that it had included")]
    public static partial void SweepExtended(ILogger logger, string sweep, int trials);

    [LoggerMessage(69, LogLevel.Information, "Sweep {Sweep} begins with {Taken} results of sweep {Other}; outside of its space: {Skipped}")]
    public static partial void WarmStarted(ILogger logger, string sweep, int taken, string other, int skipped);
}

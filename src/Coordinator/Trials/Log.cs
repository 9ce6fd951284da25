using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>What a trial logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Trial {Trial}: attempt {Attempt} starts on {Worker}")]
    public static partial void AttemptStarts(ILogger logger, TrialId trial, int attempt, string worker);

    [LoggerMessage(2, LogLevel.Information, "Trial {Trial}: attempt {Attempt} ended, now {Status}: {Reason}")]
    public static partial void AttemptEnded(ILogger logger, TrialId trial, int attempt, TrialStatus status, string reason);

    [LoggerMessage(3, LogLevel.Warning, "Trial {Trial}: refused a message of attempt {Attempt}; the newest is {Newest}, {Status}")]
    public static partial void Refused(ILogger logger, TrialId trial, int attempt, int newest, TrialStatus status);

    [LoggerMessage(4, LogLevel.Warning, "Trial {Trial}: worker {Worker} is still busy; the pool will repeat the grant")]
    public static partial void WorkerBusy(ILogger logger, TrialId trial, string worker);

    [LoggerMessage(5, LogLevel.Warning, "Trial {Trial}: worker {Worker} cannot be reached: {Reason}")]
    public static partial void WorkerUnreachable(ILogger logger, TrialId trial, string worker, string reason);

    [LoggerMessage(6, LogLevel.Error, "Trial {Trial}: metrics.jsonl could not be written to {Folder}: {Reason}")]
    public static partial void MetricsNotWritten(ILogger logger, TrialId trial, string folder, string reason);

    [LoggerMessage(7, LogLevel.Warning, "Trial {Trial} stays paused: {Bytes} bytes do not fit into {Folder}: {Reason}")]
    public static partial void StillPaused(ILogger logger, TrialId trial, string folder, long bytes, string reason);

    [LoggerMessage(8, LogLevel.Information, "Trial {Trial} goes on: {Folder} can be written again")]
    public static partial void StorageBack(ILogger logger, TrialId trial, string folder);

    [LoggerMessage(9, LogLevel.Warning, "Trial {Trial} could not be looked after, again within {Seconds} s: {Reason}")]
    public static partial void NotMaintained(ILogger logger, TrialId trial, double seconds, string reason);

    [LoggerMessage(10, LogLevel.Warning, "Trial {Trial}: not all that attempt {Attempt} leaves could be copied from its worker: {Reason}")]
    public static partial void NotCollected(ILogger logger, TrialId trial, int attempt, string reason);

    [LoggerMessage(14, LogLevel.Information, "Trial {Trial} takes over what trial {Parent} has after {Epochs} epochs, and goes on with {Parameters}")]
    public static partial void TakesOver(ILogger logger, TrialId trial, int parent, int epochs, string parameters);

    [LoggerMessage(13, LogLevel.Information, "Trial {Trial}: attempt {Attempt} {Note}")]
    public static partial void Noted(ILogger logger, TrialId trial, int attempt, string note);
}

using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;

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

    [LoggerMessage(36, LogLevel.Information, "Trial {Trial}: attempt {Attempt} goes on from its checkpoint at epoch {Epoch}, step {Step}")]
    public static partial void AttemptGoesOn(ILogger logger, TrialId trial, int attempt, int epoch, int step);

    [LoggerMessage(37, LogLevel.Warning, "Trial {Trial}: the best model so far is gone from its folder; the best of the epochs to come is kept")]
    public static partial void BestModelGone(ILogger logger, TrialId trial);

    [LoggerMessage(38, LogLevel.Warning, "Trial {Trial}: attempt {Attempt} ends, because what it has to keep cannot be written: {Reason}")]
    public static partial void StorageUnavailable(ILogger logger, TrialId trial, int attempt, string reason);

    [LoggerMessage(39, LogLevel.Warning, "Trial {Trial}: attempt {Attempt}: {Warning}")]
    public static partial void CheckpointWarning(ILogger logger, TrialId trial, int attempt, string warning);

    [LoggerMessage(42, LogLevel.Information, "Trial {Trial}: attempt {Attempt} has {WorldSize} ranks; gradients go by {Transport}")]
    public static partial void RanksMet(ILogger logger, TrialId trial, int attempt, int worldSize, string transport);

    [LoggerMessage(43, LogLevel.Warning, "Trial {Trial}: attempt {Attempt} ends here, because its workers are not together any more: {Reason}")]
    public static partial void GroupBroke(ILogger logger, TrialId trial, int attempt, string reason);

    [LoggerMessage(44, LogLevel.Debug, "Trial {Trial}: {Message}")]
    public static partial void CollectiveNews(ILogger logger, TrialId trial, string message);

    [LoggerMessage(
        45, LogLevel.Debug,
        "Trial {Trial}: epoch {Epoch} of {Epochs} in {Seconds:0.0} s: train loss {Loss:0.0000}, test accuracy {Accuracy:0.0000}, {Speed:0.0} images/s")]
    public static partial void EpochDone(
        ILogger logger, TrialId trial, int epoch, int epochs, double seconds, double loss, double accuracy, double speed);

    [LoggerMessage(46, LogLevel.Debug, "Trial {Trial}: a checkpoint of epoch {Epoch}, step {Step} is durable, {Bytes} bytes in {Seconds:0.00} s")]
    public static partial void CheckpointSaved(ILogger logger, TrialId trial, int epoch, int step, long bytes, double seconds);

    [LoggerMessage(47, LogLevel.Debug, "Trial {Trial}: attempt {Attempt} has ended here: {Outcome}")]
    public static partial void AttemptEnded(ILogger logger, TrialId trial, int attempt, string outcome);

    [LoggerMessage(48, LogLevel.Warning, "{Warning}")]
    public static partial void NotOnGpu(ILogger logger, string warning);

    [LoggerMessage(49, LogLevel.Debug, "Trial {Trial}: attempt {Attempt} computes in {Precision} on {Device}; the training images lie in {Images}")]
    public static partial void ComputesIn(ILogger logger, TrialId trial, int attempt, string precision, string device, string images);

    [LoggerMessage(50, LogLevel.Error, "CUDA has failed in this process, which therefore ends; a new one begins anew")]
    public static partial void DeviceLost(ILogger logger);

    [LoggerMessage(35, LogLevel.Critical, "{Message}")]
    public static partial void CannotStart(ILogger logger, string message);

    [LoggerMessage(52, LogLevel.Error, "Trial {Trial} is refused, because the data differ: this worker has {Own}; the sweep is on {Wanted}")]
    public static partial void DataDiffer(ILogger logger, TrialId trial, DataContent own, DataContent wanted);

    [LoggerMessage(53, LogLevel.Information, "Trial {Trial}: its newest checkpoint was fetched from {Host}")]
    public static partial void CheckpointFetched(ILogger logger, TrialId trial, string host);

    [LoggerMessage(54, LogLevel.Warning, "Trial {Trial}: {Reason}")]
    public static partial void NotFetched(ILogger logger, TrialId trial, string reason);

    [LoggerMessage(55, LogLevel.Warning, "Trial {Trial}: attempt {Attempt} {Note}")]
    public static partial void AttemptNote(ILogger logger, TrialId trial, int attempt, string note);
}

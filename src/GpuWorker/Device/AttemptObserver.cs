using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.GpuWorker.Reporting;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Numerics;

namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>Hears of an attempt's steps and epochs on the training thread, and passes them on: progress, best model, reports.</summary>
internal sealed class AttemptObserver(
    HeldAttempt attempt, string dataName, BestModel best, FileHost? source, ReportQueue reports, ILogger logger) : ITrainingObserver
{
    private readonly ProgressMeter _meter = new(attempt.Assignment.Until);
    private int _stepsPerEpoch;

    /// <summary>SHA-256 over the final parameters and buffers; null before the run has finished.</summary>
    public string? FinalWeightsSha256 { get; private set; }

    private TrialSpec Trial => attempt.Assignment.Trial;

    public void OnStarted(CifarResNet model, RunInfo info)
    {
        _stepsPerEpoch = info.StepsPerEpoch;
        LogRun(info);
        Note(null);
    }

    // An epoch whose report was lost with the attempt before is known from the checkpoint, and reported now.
    public void OnResumed(CifarResNet model, RunInfo info, RunProgress progress)
    {
        _stepsPerEpoch = info.StepsPerEpoch;
        LogRun(info);
        Log.AttemptGoesOn(logger, Trial.Id, attempt.Assignment.Attempt, progress.Epoch, progress.Step);
        Note(progress);
        var kept = progress.Epochs.Select(EpochMetricsOf.Result);
        EpochMetrics[] epochs = [.. attempt.Assignment.Origin?.OwnEpochs(kept) ?? kept];
        if (!best.Resume(epochs))
        {
            Log.BestModelGone(logger, Trial.Id);
        }

        foreach (var epoch in epochs.Skip(attempt.Assignment.EpochsKnown))
        {
            Report(epoch);
        }
    }

    public void OnStep(StepResult step) => attempt.Progress = _meter.AfterStep(step);

    public void OnEpoch(CifarResNet model, EpochResult epoch)
    {
        attempt.Progress = _meter.AfterEpoch(epoch, _stepsPerEpoch);
        var result = EpochMetricsOf.Result(epoch);
        Log.EpochDone(
            logger, Trial.Id, epoch.Epoch + 1, Trial.Hyperparameters.Epochs, epoch.Seconds, epoch.TrainLoss, epoch.TestAccuracy,
            epoch.ImagesPerSecond);
        best.Consider(model, result);
        Report(result);
    }

    public void OnFinished(CifarResNet model) => FinalWeightsSha256 = WeightsDigest.Of(model);

    private void Note(RunProgress? progress)
    {
        if (EarlierAttempts.Describe(attempt.Assignment, progress, source) is { } note)
        {
            Log.AttemptNote(logger, Trial.Id, attempt.Assignment.Attempt, note);
            reports.Add(new AttemptReport.Note(attempt, note));
        }
    }

    private void LogRun(RunInfo info)
    {
        Log.ComputesIn(
            logger, Trial.Id, attempt.Assignment.Attempt, info.Precision.ToString().ToLowerInvariant(), info.Device, info.Images);
        if (info.WinogradObstacle is { } obstacle)
        {
            Log.AttemptNote(logger, Trial.Id, attempt.Assignment.Attempt, $"computes its convolutions without winograd: {obstacle}");
        }

        if (attempt.Assignment.WorldSize > 1)
        {
            Log.RanksMet(logger, Trial.Id, attempt.Assignment.Attempt, attempt.Assignment.WorldSize, info.GradientTransport);
        }
    }

    private void Report(EpochMetrics epoch) => reports.Add(new AttemptReport.Epoch(attempt, new EpochReport
    {
        Attempt = attempt.Assignment.Attempt,
        Metrics = epoch,
        Data = dataName,
        Checkpoint = best.RelativePath,
    }));
}

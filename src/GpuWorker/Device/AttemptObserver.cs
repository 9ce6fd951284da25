using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.GpuWorker.Reporting;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Models;

namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>Hears of an attempt's steps and epochs on the training thread, and passes them on: progress, best model, reports.</summary>
internal sealed class AttemptObserver(HeldAttempt attempt, string dataName, BestModel best, ReportQueue reports, TrainingMetrics metrics)
    : ITrainingObserver
{
    private readonly ProgressMeter _meter = new(attempt.Assignment.Trial.Hyperparameters.Epochs);
    private int _stepsPerEpoch;

    public void OnStarted(CifarResNet model, RunInfo info) => _stepsPerEpoch = info.StepsPerEpoch;

    public void OnStep(StepResult step)
    {
        attempt.Progress = _meter.AfterStep(step);
        metrics.Step(attempt.Assignment.Trial, step);
    }

    public void OnEpoch(CifarResNet model, EpochResult epoch)
    {
        attempt.Progress = _meter.AfterEpoch(epoch, _stepsPerEpoch);
        var result = new EpochMetrics
        {
            Epoch = epoch.Epoch,
            TrainLoss = epoch.TrainLoss,
            TrainAccuracy = epoch.TrainAccuracy,
            TestLoss = epoch.TestLoss,
            TestAccuracy = epoch.TestAccuracy,
            Seconds = epoch.Seconds,
            Images = epoch.Images,
            ImagesPerSecond = epoch.ImagesPerSecond,
        };
        metrics.Epoch(attempt.Assignment.Trial, result);
        reports.Add(new AttemptReport.Epoch(attempt, new EpochReport
        {
            Attempt = attempt.Assignment.Attempt,
            Metrics = result,
            Data = dataName,
            Checkpoint = best.Consider(model, result),
        }));
    }
}

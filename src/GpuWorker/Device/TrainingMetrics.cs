using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Training.Checkpoints;
using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>The meter <c>ResNet.Training</c>.</summary>
internal sealed class TrainingMetrics
{
    private readonly Counter<long> _images;
    private readonly Histogram<double> _stepDuration;
    private readonly Histogram<double> _epochDuration;
    private readonly Histogram<double> _checkpointDuration;
    private readonly Gauge<double> _trainLoss;
    private readonly Gauge<double> _trainAccuracy;
    private readonly Gauge<double> _testAccuracy;
    private readonly string _worker;

    public TrainingMetrics(IMeterFactory meters, IOptions<WorkerOptions> options)
    {
        var meter = meters.Create("ResNet.Training");
        _worker = options.Value.Name;
        _images = meter.CreateCounter<long>("resnet.train.images", "{image}", "Images trained on");
        _stepDuration = meter.CreateHistogram<double>("resnet.step.duration", "s", "Duration of a training step");
        _epochDuration = meter.CreateHistogram<double>("resnet.epoch.duration", "s", "Duration of an epoch with its test");
        _checkpointDuration = meter.CreateHistogram<double>(
            "resnet.checkpoint.duration", "s", "Time to write a checkpoint and bring it to the disk, beside the training");
        _trainLoss = meter.CreateGauge<double>("resnet.train.loss", "1", "Mean training loss of the newest epoch");
        _trainAccuracy = meter.CreateGauge<double>("resnet.train.accuracy", "1", "Training accuracy of the newest epoch");
        _testAccuracy = meter.CreateGauge<double>("resnet.test.accuracy", "1", "Test accuracy of the newest epoch");
    }

    /// <summary>A step is done.</summary>
    public void Step(TrialSpec trial, StepResult step)
    {
        var labels = Labels(trial);
        _images.Add(step.Images, labels);
        _stepDuration.Record(step.Seconds, labels);
    }

    /// <summary>An epoch and its test are done.</summary>
    public void Epoch(TrialSpec trial, EpochMetrics epoch)
    {
        var labels = Labels(trial);
        _epochDuration.Record(epoch.Seconds, labels);
        _trainLoss.Record(epoch.TrainLoss, labels);
        _trainAccuracy.Record(epoch.TrainAccuracy, labels);
        _testAccuracy.Record(epoch.TestAccuracy, labels);
    }

    /// <summary>A checkpoint is durable.</summary>
    public void Checkpoint(TrialSpec trial, SavedCheckpoint saved) => _checkpointDuration.Record(saved.WriteSeconds, Labels(trial));

    private TagList Labels(TrialSpec trial) => new()
    {
        { "sweep", trial.Id.Sweep },
        { "trial", trial.Id.Number },
        { "model", trial.Hyperparameters.Model },
        { "worker", _worker },
    };
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
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
    private readonly Histogram<double> _gradientWait;
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
        _gradientWait = meter.CreateHistogram<double>(
            "resnet.allreduce.duration", "s", "Part of a training step in which the worker waited for the gradients of the others");
        _trainLoss = meter.CreateGauge<double>("resnet.train.loss", "1", "Mean training loss of the newest epoch");
        _trainAccuracy = meter.CreateGauge<double>("resnet.train.accuracy", "1", "Training accuracy of the newest epoch");
        _testAccuracy = meter.CreateGauge<double>("resnet.test.accuracy", "1", "Test accuracy of the newest epoch");
    }

    /// <summary>A step is done.</summary>
    public void Step(Assignment assignment, StepResult step)
    {
        var labels = Labels(assignment);
        _images.Add(step.Images / assignment.WorldSize, labels);
        _stepDuration.Record(step.Seconds, labels);
        if (assignment.WorldSize > 1)
        {
            _gradientWait.Record(step.GradientWaitSeconds, labels);
        }
    }

    /// <summary>An epoch and its test are done.</summary>
    public void Epoch(Assignment assignment, EpochMetrics epoch)
    {
        var labels = Labels(assignment);
        _epochDuration.Record(epoch.Seconds, labels);
        _trainLoss.Record(epoch.TrainLoss, labels);
        _trainAccuracy.Record(epoch.TrainAccuracy, labels);
        _testAccuracy.Record(epoch.TestAccuracy, labels);
    }

    /// <summary>A checkpoint is durable.</summary>
    public void Checkpoint(Assignment assignment, SavedCheckpoint saved) => _checkpointDuration.Record(saved.WriteSeconds, Labels(assignment));

    private TagList Labels(Assignment assignment) => new()
    {
        { "sweep", assignment.Trial.Id.Sweep },
        { "trial", assignment.Trial.Id.Number },
        { "model", assignment.Trial.Hyperparameters.Model },
        { "worker", _worker },
        { "rank", assignment.Rank },
    };
}

using System.Diagnostics.Metrics;
using System.Globalization;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.ServiceDefaults.Telemetry;
using ResNet.Distributed.Training.Checkpoints;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Models;

namespace ResNet.Distributed.GpuWorker.Telemetry;

/// <summary>One attempt's instruments, of the meter <c>ResNet.Training</c>. Its series end when it is disposed.</summary>
internal sealed class AttemptMeter : ITrainingObserver, IDisposable
{
    private readonly Meter _meter;
    private readonly KeyValuePair<string, object?>[] _labels;
    private readonly int _worldSize;
    private readonly Counter<long> _images;
    private readonly Counter<long> _checkpointFailures;
    private readonly Histogram<double> _step;
    private readonly Histogram<double> _data;
    private readonly Histogram<double>? _allReduce;
    private readonly Histogram<double> _epoch;
    private readonly Histogram<double> _checkpoint;
    private readonly Histogram<double> _pause;
    private readonly Gauge<double> _trainLoss;
    private readonly Gauge<double> _trainAccuracy;
    private readonly Gauge<double> _testLoss;
    private readonly Gauge<double> _testAccuracy;
    private readonly Gauge<int> _epochsDone;

    public AttemptMeter(IMeterFactory meters, Assignment assignment, string worker)
    {
        _worldSize = assignment.WorldSize;
        _labels = Labels(assignment, worker);
        _meter = EndingMeter.Create(
            meters, TrainingMeter.Name, EndingMeter.AttemptTag, assignment.Attempt.ToString(CultureInfo.InvariantCulture));
        _images = _meter.CreateCounter<long>("resnet.train.images", "{image}", "Images trained on by this worker");
        _step = Seconds("resnet.step.duration", "Duration of a training step", Buckets.Step);
        _data = Seconds("resnet.data.duration", "Part of a training step in which it waited for its batch", Buckets.Wait);
        _allReduce = _worldSize == 1 ? null : Seconds(
            "resnet.allreduce.duration", "Part of a training step in which it waited for the gradients of the other ranks", Buckets.Wait);
        _epoch = Seconds("resnet.epoch.duration", "Duration of an epoch with its test", Buckets.Epoch);
        _checkpoint = Seconds("resnet.checkpoint.duration", "Time to write a checkpoint and bring it to the disk, beside the training", Buckets.Step);
        _pause = Seconds("resnet.checkpoint.pause", "Time for which a checkpoint held the training thread", Buckets.Wait);
        _checkpointFailures = _meter.CreateCounter<long>("resnet.checkpoint.failures", "{failure}", "Checkpoints that could not be written");
        _trainLoss = _meter.CreateGauge<double>("resnet.train.loss", "1", "Mean training loss of the newest epoch");
        _trainAccuracy = _meter.CreateGauge<double>("resnet.train.accuracy", "1", "Training accuracy of the newest epoch, 0 to 1");
        _testLoss = _meter.CreateGauge<double>("resnet.test.loss", "1", "Mean test loss of the newest epoch");
        _testAccuracy = _meter.CreateGauge<double>("resnet.test.accuracy", "1", "Test accuracy of the newest epoch, 0 to 1");
        _epochsDone = _meter.CreateGauge<int>("resnet.trial.epoch", "{epoch}", "Epochs that the trial has done");

        // Counters that are there from the beginning: otherwise their first increase is not seen as one.
        _images.Add(0, _labels);
        _checkpointFailures.Add(0, _labels);
    }

    public void OnStarted(CifarResNet model, RunInfo info) => _epochsDone.Record(0, _labels);

    public void OnResumed(CifarResNet model, RunInfo info, RunProgress progress) => _epochsDone.Record(progress.Epoch, _labels);

    public void OnStep(StepResult step)
    {
        _images.Add(step.Images / _worldSize, _labels);
        _step.Record(step.Seconds, _labels);
        _data.Record(step.DataSeconds, _labels);
        _allReduce?.Record(step.GradientWaitSeconds, _labels);
    }

    public void OnEpoch(CifarResNet model, EpochResult epoch)
    {
        _epoch.Record(epoch.Seconds, _labels);
        _trainLoss.Record(epoch.TrainLoss, _labels);
        _trainAccuracy.Record(epoch.TrainAccuracy, _labels);
        _testAccuracy.Record(epoch.TestAccuracy, _labels);
        if (epoch.TestLoss is { } testLoss)
        {
            _testLoss.Record(testLoss, _labels);
        }

        _epochsDone.Record(epoch.Epoch + 1, _labels);
    }

    /// <summary>A checkpoint held the training thread.</summary>
    public void CheckpointPaused(TimeSpan pause) => _pause.Record(pause.TotalSeconds, _labels);

    /// <summary>A checkpoint is durable.</summary>
    public void CheckpointSaved(SavedCheckpoint saved) => _checkpoint.Record(saved.WriteSeconds, _labels);

    /// <summary>A checkpoint could not be written.</summary>
    public void CheckpointFailed() => _checkpointFailures.Add(1, _labels);

    public void Dispose() => _meter.Dispose();

    private Histogram<double> Seconds(string name, string description, double[] buckets) =>
        _meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });

    private static KeyValuePair<string, object?>[] Labels(Assignment assignment, string worker) =>
    [
        new("sweep", assignment.Trial.Id.Sweep),
        new("trial", assignment.Trial.Id.Number),
        new("model", assignment.Trial.Hyperparameters.Model),
        new("worker", worker),
        new("rank", assignment.Rank),
    ];
}

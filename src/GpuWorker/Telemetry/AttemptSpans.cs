using System.Diagnostics;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.ServiceDefaults.Telemetry;
using ResNet.Distributed.Training.Checkpoints;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Models;

namespace ResNet.Distributed.GpuWorker.Telemetry;

/// <summary>
/// One attempt's spans on this worker: its preparation, its epochs, and in each the test, the wait for other ranks and the checkpoints.
/// Those within an epoch are made when it ends, so that none is left without its parent where the process dies before.
/// </summary>
/// <remarks>For the training thread, but for <see cref="CheckpointSaved"/>.</remarks>
internal sealed class AttemptSpans : ITrainingObserver, IDisposable
{
    private readonly Assignment _assignment;
    private readonly string _worker;
    private readonly TimeProvider _time;
    private readonly EpochCheckpoints _checkpoints;
    private readonly Activity? _prepare;
    private Activity? _epoch;
    private EpochSums _sums;
    private string _end = "stopped in the middle";

    public AttemptSpans(Assignment assignment, string worker, TimeProvider time)
    {
        (_assignment, _worker, _time) = (assignment, worker, time);
        _checkpoints = new EpochCheckpoints(Emit);
        _prepare = Start(SpanNames.Prepare);
    }

    public void OnStarted(CifarResNet model, RunInfo info)
    {
        _prepare.End(Now);
        StartEpoch(epoch: 0, step: 0);
    }

    public void OnResumed(CifarResNet model, RunInfo info, RunProgress progress)
    {
        _prepare?.SetTag(SpanTags.Epoch, progress.Epoch).SetTag(SpanTags.Step, progress.Step);
        _prepare.End(Now);
        StartEpoch(progress.Epoch, progress.Step);
    }

    public void OnStep(StepResult step) => _sums = _sums.With(step);

    public void OnEpoch(CifarResNet model, EpochResult epoch)
    {
        _epoch?.SetTag("resnet.train.loss", epoch.TrainLoss)
            .SetTag("resnet.test.accuracy", epoch.TestAccuracy)
            .SetTag("resnet.images_per_second", epoch.ImagesPerSecond);
        var end = Now;
        if (_epoch is { Id: { } parent } && epoch.TestSeconds > 0)
        {
            Start(SpanNames.Test, parent, end - TimeSpan.FromSeconds(epoch.TestSeconds)).End(end);
        }

        EndEpoch(end, error: null);
        if (epoch.Epoch + 1 < _assignment.Trial.Hyperparameters.Epochs)
        {
            StartEpoch(epoch.Epoch + 1, step: 0);
        }
    }

    /// <summary>A checkpoint is durable. From any thread.</summary>
    public void CheckpointSaved(SavedCheckpoint saved) => _checkpoints.Add(new CheckpointWritten(saved, Now));

    /// <summary>The attempt has ended.</summary>
    /// <param name="why">Why it ended before its last epoch; null where it did not.</param>
    public void Ended(string? why) => _end = why ?? _end;

    public void Dispose()
    {
        EndEpoch(Now, _end);
        if (_prepare is { IsStopped: false })
        {
            _prepare.End(error: _end);
        }
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    private void StartEpoch(int epoch, int step)
    {
        _sums = default;
        _epoch = Start(SpanNames.Epoch);
        if (_epoch is null)
        {
            return;
        }

        _checkpoints.Begin(epoch);
        _epoch.SetTag(SpanTags.Epoch, epoch);
        if (step > 0)
        {
            _epoch.SetTag(SpanTags.Step, step);
        }
    }

    private void EndEpoch(DateTimeOffset end, string? error)
    {
        if (_epoch is { Id: { } id } epoch)
        {
            epoch.SetTag(SpanTags.Steps, _sums.Steps)
                .SetTag("resnet.step.seconds", _sums.StepSeconds)
                .SetTag("resnet.step.slowest_seconds", _sums.SlowestStep)
                .SetTag("resnet.data.seconds", _sums.DataSeconds);
            if (_assignment.WorldSize > 1)
            {
                epoch.SetTag("resnet.allreduce.seconds", _sums.AllReduceSeconds);
                var start = new DateTimeOffset(epoch.StartTimeUtc);
                Start(SpanNames.AllReduce, id, start)?.SetTag(SpanTags.Steps, _sums.Steps).End(start + TimeSpan.FromSeconds(_sums.AllReduceSeconds));
            }

            epoch.End(end, error);
            _checkpoints.End(id);
        }

        _epoch = null;
    }

    private void Emit(string parent, CheckpointWritten written)
    {
        var saved = written.Checkpoint;
        Start(SpanNames.Checkpoint, parent, written.At - TimeSpan.FromSeconds(saved.WriteSeconds))?
            .SetTag(SpanTags.Epoch, saved.Epoch)
            .SetTag(SpanTags.Step, saved.Step)
            .SetTag("resnet.checkpoint.bytes", saved.Bytes)
            .SetTag("resnet.checkpoint.copy_seconds", saved.SnapshotSeconds)
            .End(written.At);
    }

    private Activity? Start(string name) => Start(name, _assignment.Trace, Now);

    private Activity? Start(string name, string? parent, DateTimeOffset start) => Spans.Start(TrainingSource.Instance, name, parent, start)?
        .SetTag(SpanTags.Sweep, _assignment.Trial.Id.Sweep)
        .SetTag(SpanTags.Trial, _assignment.Trial.Id.Number)
        .SetTag(SpanTags.Attempt, _assignment.Attempt)
        .SetTag(SpanTags.Worker, _worker)
        .SetTag(SpanTags.Rank, _assignment.Rank);
}

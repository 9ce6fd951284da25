using System.Collections.Concurrent;
using System.Diagnostics;
using ResNet.Distributed.GpuWorker.Telemetry;
using ResNet.Distributed.GpuWorker.Tests.Device;
using ResNet.Distributed.Training.Checkpoints;
using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.GpuWorker.Tests.Telemetry;

public sealed class AttemptSpansTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = [];
    private readonly ActivityListener _listener;
    private readonly ActivityContext _parent = new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);

    public AttemptSpansTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "ResNet.Training",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == _parent.TraceId)
                {
                    _ended.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void An_epoch_has_its_test_and_its_checkpoints_whenever_they_are_written()
    {
        using var spans = Spans(epochs: 2);
        spans.OnStarted(null!, null!);
        spans.OnStep(new StepResult(0, 0, 2, 1, Seconds: 3, 8) { DataSeconds = 1 });
        spans.CheckpointSaved(new SavedCheckpoint("path", 0, 1, 100, 0.1, 0.7));
        Assert.DoesNotContain(_ended, span => span.OperationName == "checkpoint");
        spans.OnEpoch(null!, Epoch(0));
        spans.CheckpointSaved(new SavedCheckpoint("path", 1, 0, 100, 0.1, 0.7));

        var epoch = Assert.Single(_ended, span => span.OperationName == "epoch");
        Assert.Equal(_parent.SpanId, epoch.ParentSpanId);
        Assert.Equal((1, 3.0, 1.0), (epoch.GetTagItem("resnet.steps"), epoch.GetTagItem("resnet.step.seconds"), epoch.GetTagItem("resnet.data.seconds")));
        Assert.Equal(
            ["checkpoint", "checkpoint", "test"],
            _ended.Where(span => span.ParentSpanId == epoch.SpanId).Select(span => span.OperationName).Order());
    }

    [Fact]
    public void A_checkpoint_that_a_slow_disk_has_after_the_next_epoch_is_its_own_epochs()
    {
        using var spans = Spans(epochs: 3);
        spans.OnStarted(null!, null!);
        foreach (var epoch in (int[])[0, 1])
        {
            spans.OnStep(new StepResult(epoch, 0, 1, 1, Seconds: 3, 8));
            spans.OnEpoch(null!, Epoch(epoch));
        }

        spans.CheckpointSaved(new SavedCheckpoint("path", 1, 0, 100, 0.1, 0.7));
        spans.CheckpointSaved(new SavedCheckpoint("path", 2, 0, 100, 0.1, 0.7));

        var epochs = _ended.Where(span => span.OperationName == "epoch").OrderBy(span => span.GetTagItem("resnet.epoch")).ToArray();
        Assert.Equal(2, epochs.Length);
        Assert.All(epochs, epoch => Assert.Single(_ended, span => span.OperationName == "checkpoint" && span.ParentSpanId == epoch.SpanId));
    }

    [Fact]
    public void A_process_that_is_killed_in_an_epoch_leaves_no_span_without_its_parent()
    {
        var spans = Spans(epochs: 2);
        spans.OnStarted(null!, null!);
        spans.CheckpointSaved(new SavedCheckpoint("path", 0, 1, 100, 0.1, 0.7));

        // Whoever is killed comes no further. What has been exported by then hangs in the tree.
        Assert.All(_ended, span => Assert.Equal(_parent.SpanId, span.ParentSpanId));
        spans.Dispose();
    }

    [Fact]
    public void An_attempt_that_ends_in_an_epoch_says_why()
    {
        var spans = Spans(epochs: 2);
        spans.OnStarted(null!, null!);
        spans.Ended("out of memory");
        spans.Dispose();

        var epoch = Assert.Single(_ended, span => span.OperationName == "epoch");
        Assert.Equal((ActivityStatusCode.Error, "out of memory"), (epoch.Status, epoch.StatusDescription));
        Assert.Equal(ActivityStatusCode.Unset, Assert.Single(_ended, span => span.OperationName == "prepare").Status);
    }

    [Fact]
    public void What_is_not_traced_makes_no_spans_and_keeps_nothing()
    {
        using var spans = new AttemptSpans(SampleAssignment.Of(1), "worker-0", TimeProvider.System);
        var before = Activity.Current;
        spans.OnStarted(null!, null!);
        spans.CheckpointSaved(new SavedCheckpoint("path", 0, 1, 100, 0.1, 0.7));
        spans.OnEpoch(null!, Epoch(0));

        Assert.Same(before, Activity.Current);
        Assert.Empty(_ended);
    }

    private AttemptSpans Spans(int epochs)
    {
        var assignment = SampleAssignment.Of(1);
        var trial = assignment.Trial with { Hyperparameters = assignment.Trial.Hyperparameters with { Epochs = epochs } };
        return new AttemptSpans(
            assignment with { Trial = trial, Trace = $"00-{_parent.TraceId}-{_parent.SpanId}-01" }, "worker-0", TimeProvider.System);
    }

    private static EpochResult Epoch(int number) => new(number, 2, 0.5, 0.25, TestLoss: 3, Images: 8, TrainSeconds: 1, TestSeconds: 1);
}

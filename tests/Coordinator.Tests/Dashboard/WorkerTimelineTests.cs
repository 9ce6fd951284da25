using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Dashboard.Timeline;
using ResNet.Distributed.Coordinator.History;

namespace ResNet.Distributed.Coordinator.Tests.Dashboard;

public sealed class WorkerTimelineTests
{
    [Fact]
    public void Attempts_lie_on_their_workers_lanes_and_tell_how_they_ended()
    {
        var retried = Samples.Trial(1) with { Attempt = 2 };
        var timeline = WorkerTimeline.Of(
            [
                new TrialHistory(retried, [], [Samples.Attempt(1, "worker-10", 0, 5, "worker-10 was lost"), Samples.Attempt(2, "worker-2", 8, null)]),
                new TrialHistory(Samples.Trial(2, TrialStatus.Completed), [], [Samples.Attempt(1, "worker-2", 1, 7)]),
            ],
            Samples.Start.AddSeconds(20));

        Assert.Equal(["worker-2", "worker-10"], timeline.Workers);
        Assert.Equal(
            [("worker-10", 1, AttemptEnding.Interrupted, 5.0), ("worker-2", 2, AttemptEnding.Completed, 6.0), ("worker-2", 1, AttemptEnding.Running, 12.0)],
            timeline.Bars.Select(bar => (bar.Worker, bar.Trial, bar.Ending, bar.Duration.TotalSeconds)));
    }

    [Fact]
    public void An_attempt_of_several_workers_has_a_bar_on_each()
    {
        var timeline = WorkerTimeline.Of([new TrialHistory(Samples.Trial(1), [], [Samples.Attempt(1, "worker-0, worker-1", 0, 5)])], Samples.Start);

        Assert.Equal(["worker-0", "worker-1"], timeline.Bars.Select(bar => bar.Worker));
    }

    [Fact]
    public void No_bar_ends_before_it_starts()
    {
        var timeline = WorkerTimeline.Of([new TrialHistory(Samples.Trial(1), [], [Samples.Attempt(1, "worker-0", 3, null)])], Samples.Start);

        Assert.Equal(TimeSpan.Zero, Assert.Single(timeline.Bars).Duration);
    }

    [Theory]
    [InlineData(TrialStatus.Failed, "out of memory", AttemptEnding.Failed)]
    [InlineData(TrialStatus.Diverged, "NaN", AttemptEnding.Diverged)]
    [InlineData(TrialStatus.Cancelled, "cancelled", AttemptEnding.Cancelled)]
    [InlineData(TrialStatus.Cancelled, "worker-0 was lost", AttemptEnding.Interrupted)]
    [InlineData(TrialStatus.Waiting, "handed back", AttemptEnding.Interrupted)]
    [InlineData(TrialStatus.Paused, "no room", AttemptEnding.Interrupted)]
    [InlineData(TrialStatus.Completed, null, AttemptEnding.Completed)]
    public void The_newest_attempt_ended_as_its_trial_did(TrialStatus status, string? error, AttemptEnding expected) =>
        Assert.Equal(expected, AttemptEndings.Of(Samples.Trial(1, status), Samples.Attempt(1, "worker-0", 0, 1, error)));

    [Theory]
    [InlineData(TrialStatus.AtRung, 1, null, AttemptEnding.Paused)]
    [InlineData(TrialStatus.Running, 2, null, AttemptEnding.Paused)]
    [InlineData(TrialStatus.Running, 2, "handed back", AttemptEnding.Interrupted)]
    [InlineData(TrialStatus.Stopped, 1, null, AttemptEnding.Paused)]
    [InlineData(TrialStatus.Stopped, 1, "not good enough", AttemptEnding.Stopped)]
    public void An_attempt_that_got_to_a_rung_was_not_interrupted(TrialStatus status, int newest, string? error, AttemptEnding expected)
    {
        var trial = Samples.Trial(1, status) with { Attempt = newest, Rung = 1, Error = "not good enough" };

        Assert.Equal(expected, AttemptEndings.Of(trial, Samples.Attempt(1, "worker-0", 0, 1, error)));
    }
}

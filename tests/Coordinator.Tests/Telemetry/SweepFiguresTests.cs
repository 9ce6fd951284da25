using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Sweeps;
using ResNet.Distributed.Coordinator.Telemetry;
using ResNet.Distributed.Coordinator.Tests.Trials;

namespace ResNet.Distributed.Coordinator.Tests.Telemetry;

public sealed class SweepFiguresTests
{
    [Fact]
    public void Every_trial_is_in_one_state_also_those_that_were_never_started()
    {
        var state = SweepSamples.State(
            SweepSamples.Trial(1, TrialStatus.Completed, epochsDone: 4), SweepSamples.Trial(2, TrialStatus.Running, epochsDone: 1));

        var figures = SweepFigures.Of(state, SweepSamples.Plan);

        Assert.Equal(10, figures.Trials.Count);
        Assert.Equal((4, 1, 1), (figures.Trials[TrialStatus.Pending], figures.Trials[TrialStatus.Running], figures.Trials[TrialStatus.Completed]));
        Assert.Equal(6, figures.Trials.Values.Sum());
        Assert.Equal(4, SweepFigures.Of(state with { Cancelled = true }, SweepSamples.Plan).Trials[TrialStatus.Cancelled]);
    }

    [Fact]
    public void What_is_left_takes_as_long_as_what_was_done_over_as_many_trials_at_a_time()
    {
        // 24 epochs, of which 5 are done in 50 s and 3 will never be: 16 epochs of 10 s, two at a time.
        var state = SweepSamples.State(
            SweepSamples.Trial(1, TrialStatus.Failed, epochsDone: 1, seconds: 10),
            SweepSamples.Trial(2, TrialStatus.Running, epochsDone: 3, seconds: 30),
            SweepSamples.Trial(3, TrialStatus.Running, epochsDone: 1, seconds: 10));

        Assert.Equal(80, SweepFigures.Of(state, SweepSamples.Plan).SecondsLeft);
    }

    [Fact]
    public void The_time_left_is_not_guessed_before_anything_is_done_while_nothing_runs_and_after_the_end()
    {
        var begun = SweepSamples.State(SweepSamples.Trial(1, TrialStatus.Running, epochsDone: 0, seconds: 3));
        var waiting = SweepSamples.State(SweepSamples.Trial(1, TrialStatus.Waiting, epochsDone: 2, seconds: 3));
        var running = SweepSamples.State(SweepSamples.Trial(1, TrialStatus.Running, epochsDone: 2, seconds: 3));

        Assert.NotNull(SweepFigures.Of(running, SweepSamples.Plan).SecondsLeft);
        foreach (var state in (SweepState[])[begun, waiting, running with { Ended = TrialSamples.Now }, running with { Cancelled = true }])
        {
            Assert.Null(SweepFigures.Of(state, SweepSamples.Plan).SecondsLeft);
        }
    }

    [Fact]
    public void Restarts_are_those_of_all_trials_and_an_attempt_that_goes_on_from_a_rung_is_none()
    {
        var state = SweepSamples.State(
            SweepSamples.Trial(1, TrialStatus.Waiting, attempt: 0), SweepSamples.Trial(2, TrialStatus.Running, attempt: 3) with { Restarts = 1 },
            SweepSamples.Trial(3, TrialStatus.Completed, attempt: 3) with { Restarts = 2 });

        Assert.Equal(3, SweepFigures.Of(state, SweepSamples.Plan).Restarts);
    }
}

using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Coordinator.Trials;
using static ResNet.Distributed.Coordinator.Tests.Trials.TrialSamples;

namespace ResNet.Distributed.Coordinator.Tests.Trials;

public sealed class TrialTransitionsTests
{
    private static readonly TrialEvent Start = new TrialEvent.Started(Spec(), Now);
    private static readonly TrialEvent StartWithRungs = new TrialEvent.Started(Spec(epochs: 9) with { Rungs = [1, 3] }, Now);

    [Fact]
    public void A_worker_with_other_images_costs_nothing_but_the_attempt()
    {
        var state = After(Start, Granted(1), Ended(1, AttemptOutcome.DataDiffer, "data differ"));

        Assert.Equal((TrialStatus.Waiting, 0, 0), (state.Status, state.Failures, state.FruitlessDeaths));
        Assert.Equal("data differ", state.Attempts[0].Error);
    }

    [Fact]
    public void The_token_of_a_trials_files_is_the_same_in_all_its_attempts_and_that_of_none()
    {
        var first = After(Start, Granted(1));
        var second = After(Start, Granted(1), Lost(1), Granted(2));

        Assert.Equal(first.FilesToken, second.FilesToken);
        Assert.NotEqual(first.Token, first.FilesToken);
    }

    [Fact]
    public void Only_the_newest_attempts_word_is_noted()
    {
        var state = After(Start, Granted(1), Lost(1), Granted(2), new TrialEvent.Noted(2, "goes on"));

        Assert.Equal([null, "goes on"], state.Attempts.Select(attempt => attempt.Note));
        AssertRefused(state, new TrialEvent.Noted(1, "late"));
    }

    [Fact]
    public void A_trial_runs_from_start_to_completion()
    {
        var state = After(Start, Granted(1), Done(1, 0), Done(1, 1), Ended(1, AttemptOutcome.Completed));

        Assert.Equal(TrialStatus.Completed, state.Status);
        Assert.Equal(2, state.Epochs.Length);
        Assert.Null(state.Lease);
        Assert.Equal(5, state.Revision);
    }

    [Fact]
    public void A_grant_that_is_told_again_when_its_lease_is_over_begins_no_attempt()
    {
        var waiting = After(
            StartWithRungs, Granted(1), Done(1, 0), Ended(1, AttemptOutcome.AtRung), new TrialEvent.Promoted(1, Now), Granted(2),
            Done(2, 1), Done(2, 2), Ended(2, AttemptOutcome.AtRung), new TrialEvent.Promoted(2, Now));

        AssertRefused(waiting, Granted(2));
        AssertRefused(waiting, Granted(1));
        Assert.Equal((TrialStatus.Running, 3), Then(waiting, Granted(3)) is var running ? (running.Status, running.Attempt) : default);
    }

    [Fact]
    public void A_lease_that_was_declined_is_not_taken_later()
    {
        var waiting = After(
            StartWithRungs, Granted(1), Done(1, 0), Ended(1, AttemptOutcome.AtRung), new TrialEvent.LeaseDeclined(LeaseOf(2).Id), new TrialEvent.Promoted(1, Now));

        AssertRefused(waiting, Granted(2));
        AssertRefused(waiting, new TrialEvent.LeaseDeclined(LeaseOf(1).Id));
        Assert.Equal(LeaseOf(2).Id, waiting.LastLease);
        Assert.Equal(TrialStatus.Running, Then(waiting, Granted(3)).Status);
    }

    [Fact]
    public void A_lost_worker_is_not_the_trials_failure()
    {
        var state = After(Start, Granted(1), Lost(1), Granted(2), Lost(2), Granted(3), Lost(3));

        Assert.Equal(TrialStatus.Waiting, state.Status);
        Assert.Equal((3, 0), (state.Attempt, state.Failures));
        Assert.All(state.Attempts, attempt => Assert.Equal("silent", attempt.Error));
    }

    [Fact]
    public void A_trial_that_fails_more_often_than_allowed_is_failed()
    {
        var once = After(Start, Granted(1), Ended(1, AttemptOutcome.Failed, "boom"));
        Assert.Equal(TrialStatus.Waiting, once.Status);

        var twice = After(
            Start, Granted(1), Ended(1, AttemptOutcome.Failed, "boom"), Granted(2), Ended(2, AttemptOutcome.Failed, "bang"));
        Assert.Equal((TrialStatus.Failed, "bang"), (twice.Status, twice.Error));
    }

    [Fact]
    public void A_diverged_trial_is_not_tried_again_by_itself() =>
        Assert.Equal(TrialStatus.Diverged, After(Start, Granted(1), Ended(1, AttemptOutcome.Diverged, "NaN")).Status);

    [Fact]
    public void A_completion_without_all_epochs_is_another_attempt() =>
        Assert.Equal(TrialStatus.Waiting, After(Start, Granted(1), Done(1, 0), Ended(1, AttemptOutcome.Completed)).Status);

    [Fact]
    public void A_failed_trial_can_be_tried_again()
    {
        var state = After(
            new TrialEvent.Started(Spec(maxFailures: 0), Now), Granted(1), Ended(1, AttemptOutcome.Failed, "boom"), new TrialEvent.Retried(Now));

        Assert.Equal((TrialStatus.Waiting, 0, null), (state.Status, state.Failures, state.Error));
    }

    [Fact]
    public void A_trial_whose_folder_cannot_be_written_is_paused_until_it_can()
    {
        var end = new AttemptEnd(1, AttemptOutcome.StorageUnavailable, "no room") { BytesNeeded = 5 };
        var paused = After(Start, Granted(1), Done(1, 0), new TrialEvent.AttemptEnded(end, Now));

        Assert.Equal((TrialStatus.Paused, "no room", 5L, 0), (paused.Status, paused.Error, paused.BytesNeeded, paused.Failures));
        AssertRefused(paused, Granted(2));
        var (back, taken) = TrialTransitions.Apply(paused, new TrialEvent.StorageBack(Now));
        Assert.Equal((true, TrialStatus.Waiting, 1), (taken, back.Status, back.Epochs.Length));
        AssertRefused(back, new TrialEvent.StorageBack(Now));
    }

    [Fact]
    public void A_trial_that_kills_worker_after_worker_without_progress_has_failed()
    {
        TrialEvent[] events = [Start];
        for (var lease = 1; lease <= AttemptEnds.MostFruitlessDeaths; lease++)
        {
            events = [.. events, Granted(lease), Lost(lease, LossKind.Died)];
        }

        var state = After(events);
        Assert.Equal(TrialStatus.Failed, state.Status);
        Assert.StartsWith("5 workers in a row died", state.Error, StringComparison.Ordinal);
        Assert.Contains("memory", state.Error, StringComparison.Ordinal);
        Assert.Equal((TrialStatus.Waiting, 0), Then(state, new TrialEvent.Retried(Now)) is var again ? (again.Status, again.FruitlessDeaths) : default);
    }

    [Theory]
    [InlineData(LossKind.Silent)]
    [InlineData(LossKind.Left)]
    [InlineData(LossKind.Reassigned)]
    public void Workers_that_fall_silent_or_leave_are_no_reason_to_give_a_trial_up(LossKind kind)
    {
        var state = After(Start);
        for (var lease = 1; lease <= 50; lease++)
        {
            state = Then(Then(state, Granted(lease)), Lost(lease, kind));
        }

        Assert.Equal((TrialStatus.Waiting, 0), (state.Status, state.FruitlessDeaths));
    }

    [Fact]
    public void Every_bit_of_progress_forgives_the_deaths_before_it()
    {
        var state = After(Start);
        for (var lease = 1; lease <= 50; lease++)
        {
            state = Then(Then(state, Granted(lease)), Lost(lease, LossKind.Died, epoch: 0, step: lease / 2));
        }

        Assert.Equal(TrialStatus.Waiting, state.Status);
        Assert.Equal(new TrialPosition(0, 25), state.Furthest);
    }

    [Fact]
    public void The_end_of_the_newest_attempt_is_known_as_a_repeat_and_that_of_an_older_one_is_not()
    {
        var state = After(Start, Granted(1), Lost(1), Granted(2), Ended(2, AttemptOutcome.HandedBack));

        Assert.True(TrialTransitions.HasEnded(state, 2));
        Assert.False(TrialTransitions.HasEnded(state, 1));
        Assert.False(TrialTransitions.HasEnded(Then(state, Granted(3)), 3));
    }

    [Fact]
    public void A_trial_that_is_cancelled_before_it_is_started_stays_cancelled_and_can_be_taken_up()
    {
        var state = After(new TrialEvent.Cancelled(Now), Start);

        Assert.Equal(TrialStatus.Cancelled, state.Status);
        Assert.Equal(TrialStatus.Waiting, Then(state, new TrialEvent.Retried(Now)).Status);
    }

    [Fact]
    public void A_completed_trial_keeps_the_digest_of_its_weights()
    {
        var end = new AttemptEnd(1, AttemptOutcome.Completed, null) { WeightsSha256 = "abc" };

        Assert.Equal("abc", After(Start, Granted(1), Done(1, 0), Done(1, 1), new TrialEvent.AttemptEnded(end, Now)).WeightsSha256);
    }

    [Fact]
    public void Messages_of_an_older_attempt_are_refused()
    {
        var state = After(Start, Granted(1), Done(1, 0), Lost(1), Granted(2));

        AssertRefused(state, Done(1, 1));
        AssertRefused(state, Ended(1, AttemptOutcome.Completed));
        AssertRefused(state, Lost(1));
    }

    [Fact]
    public void An_epoch_that_leaves_a_gap_or_lies_outside_is_refused()
    {
        var state = After(Start, Granted(1), Done(1, 0));

        AssertRefused(state, Done(1, 2));
        AssertRefused(state, Done(1, -1));
    }

    [Fact]
    public void A_repeated_report_changes_no_number()
    {
        var state = After(Start, Granted(1), Done(1, 0));

        Assert.Equal(state.Epochs, After(Start, Granted(1), Done(1, 0), Done(1, 0)).Epochs.AsEnumerable());
    }

    [Fact]
    public void A_trial_pauses_at_a_rung_and_goes_on_when_it_is_promoted()
    {
        var paused = After(StartWithRungs, Granted(1), Done(1, 0), Ended(1, AttemptOutcome.AtRung));

        Assert.Equal((TrialStatus.AtRung, null, null, 1), (paused.Status, paused.Lease, paused.Error, TrialRungs.Reached(paused)));
        AssertRefused(paused, Granted(2));
        AssertRefused(paused, new TrialEvent.Promoted(2, Now));
        var promoted = Then(paused, new TrialEvent.Promoted(1, Now));
        Assert.Equal((TrialStatus.Waiting, 3), (promoted.Status, TrialRungs.Until(promoted)));
        AssertRefused(promoted, new TrialEvent.Promoted(1, Now));
    }

    [Fact]
    public void A_trial_that_takes_over_goes_on_with_other_parameters_and_keeps_its_epochs_and_its_seed()
    {
        var exploit = new Exploit(4, 1, 1, Spec().Parameters.SetItem("lr", ParameterValue.Of(2e-3)).Add("batch_size", ParameterValue.Of(8L)).Add("epochs", ParameterValue.Of(9L)));
        var start = new TrialEvent.Started(Spec(epochs: 9) with { Rungs = [1, 3], Hyperparameters = Spec(epochs: 9).Hyperparameters with { Seed = 7 } }, Now);
        var paused = After(start, Granted(1), Lost(1), Granted(2), Done(2, 0), Ended(2, AttemptOutcome.AtRung));

        var promoted = Then(paused, new TrialEvent.Promoted(1, Now, exploit));

        Assert.Equal((2e-3, 7L, 9), (promoted.Spec!.Hyperparameters.LearningRate, promoted.Spec.Hyperparameters.Seed, promoted.Spec.Hyperparameters.Epochs));
        Assert.Equal(exploit.Parameters, promoted.Spec.Parameters);
        Assert.Equal((exploit, 2), promoted.Lineage.Select(descent => (descent.Exploit, descent.Attempt)).Single());
        Assert.Equal(paused.Epochs, promoted.Epochs.AsEnumerable());
        Assert.Equal((4, 3), (TrialViews.View(promoted, Now).Parent, TrialRungs.Until(promoted)));
        AssertRefused(promoted, new TrialEvent.Promoted(1, Now, exploit));
    }

    [Fact]
    public void An_epoch_beyond_the_rung_is_refused()
    {
        var state = After(StartWithRungs, Granted(1), Done(1, 0));

        AssertRefused(state, Done(1, 1));
        Assert.Equal(TrialStatus.Waiting, Then(state, Ended(1, AttemptOutcome.Completed)).Status);
    }

    [Fact]
    public void An_attempt_that_says_it_is_at_its_rung_before_its_epochs_are_known_is_tried_again() =>
        Assert.Equal(TrialStatus.Waiting, After(StartWithRungs, Granted(1), Ended(1, AttemptOutcome.AtRung)).Status);

    [Fact]
    public void A_trial_that_is_cancelled_at_a_rung_is_there_again_when_it_is_taken_up()
    {
        var cancelled = After(StartWithRungs, Granted(1), Done(1, 0), Ended(1, AttemptOutcome.AtRung), new TrialEvent.Cancelled(Now));

        Assert.Equal(TrialStatus.AtRung, Then(cancelled, new TrialEvent.Retried(Now)).Status);
    }

    [Fact]
    public void A_running_trial_that_is_stopped_hands_back_first_and_keeps_its_epochs()
    {
        var stopping = After(Start, Granted(1), Done(1, 0), new TrialEvent.Stopped("enough"));
        Assert.Equal(TrialStatus.Running, stopping.Status);
        AssertRefused(stopping, new TrialEvent.Stopped("again"));

        var stopped = Then(stopping, Ended(1, AttemptOutcome.HandedBack));
        Assert.Equal((TrialStatus.Stopped, "enough", 1, true), (stopped.Status, stopped.Error, stopped.Epochs.Length, stopped.Status.IsFinal()));
        AssertRefused(stopped, new TrialEvent.Retried(Now));
        AssertRefused(stopped, new TrialEvent.Cancelled(Now));
    }

    [Theory]
    [InlineData(AttemptOutcome.Failed)]
    [InlineData(AttemptOutcome.PeerLost)]
    [InlineData(AttemptOutcome.StorageUnavailable)]
    public void A_trial_that_is_to_stop_does_so_however_its_attempt_ends(AttemptOutcome outcome) =>
        Assert.Equal(TrialStatus.Stopped, After(Start, Granted(1), new TrialEvent.Stopped("enough"), Ended(1, outcome)).Status);

    [Fact]
    public void A_trial_that_is_to_stop_and_is_done_already_has_completed() => Assert.Equal(
        (TrialStatus.Completed, null),
        After(Start, Granted(1), Done(1, 0), Done(1, 1), new TrialEvent.Stopped("enough"), Ended(1, AttemptOutcome.Completed)) is var state
            ? (state.Status, state.Error) : default);

    [Fact]
    public void A_trial_that_waits_or_is_paused_stops_at_once()
    {
        Assert.Equal(TrialStatus.Stopped, After(Start, new TrialEvent.Stopped("enough")).Status);
        Assert.Equal(
            TrialStatus.Stopped,
            After(StartWithRungs, Granted(1), Done(1, 0), Ended(1, AttemptOutcome.AtRung), new TrialEvent.Stopped("not promoted")).Status);
    }

    [Fact]
    public void No_order_of_events_reaches_an_illegal_state_or_loses_an_epoch()
    {
        var events = Gen.OneOf(
            Gen.Bool.Select(withRungs => withRungs ? StartWithRungs : Start),
            Gen.Int[1, 4].Select(Granted),
            Gen.Select(Gen.Int[1, 4], Gen.Enum<LossKind>(), Gen.Int[0, 2], (lease, kind, step) => Lost(lease, kind, 0, step)),
            Gen.Select(Gen.Int[1, 4], Gen.Int[-1, 3], (attempt, epoch) => Done(attempt, epoch)),
            Gen.Select(Gen.Int[1, 4], Gen.Enum<AttemptOutcome>(), (attempt, outcome) => Ended(attempt, outcome)),
            Gen.Const<TrialEvent>(new TrialEvent.StorageBack(Now)),
            Gen.Int[0, 3].Select(rung => (TrialEvent)new TrialEvent.Promoted(rung, Now)),
            Gen.Const<TrialEvent>(new TrialEvent.Stopped("enough")),
            Gen.Const<TrialEvent>(new TrialEvent.Cancelled(Now)),
            Gen.Const<TrialEvent>(new TrialEvent.Retried(Now)));

        events.Array[0, 40].Sample(
            sequence =>
            {
                var state = new TrialState();
                foreach (var what in sequence)
                {
                    var (next, taken) = TrialTransitions.Apply(state, what);
                    AssertLegal(next);
                    Assert.True(next.Epochs.Length >= state.Epochs.Length, $"{what} lost an epoch");
                    Assert.True(next.Attempt >= state.Attempt, $"{what} lost an attempt");
                    Assert.Equal(taken, next.Revision == state.Revision + 1);
                    state = next;
                }
            },
            iter: 5_000);
    }

    private static TrialState Then(TrialState state, TrialEvent what)
    {
        var (next, taken) = TrialTransitions.Apply(state, what);
        Assert.True(taken, $"{what} was refused in {state.Status}");
        return next;
    }

    private static void AssertRefused(TrialState state, TrialEvent what)
    {
        var (next, taken) = TrialTransitions.Apply(state, what);
        Assert.False(taken, $"{what} was taken");
        Assert.Same(state, next);
    }

    private static void AssertLegal(TrialState state)
    {
        Assert.Equal(state.Status == TrialStatus.Running, state.Lease is not null);
        Assert.Equal(state.Status == TrialStatus.Running, !state.Attempts.IsEmpty && state.Attempts[^1].Ended is null);
        Assert.Equal(Enumerable.Range(0, state.Epochs.Length), state.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(Enumerable.Range(1, state.Attempt), state.Attempts.Select(attempt => attempt.Number));
        Assert.All(state.Attempts.SkipLast(1), attempt => Assert.NotNull(attempt.Ended));
        Assert.Equal(state.Status == TrialStatus.Stopped, state.Stopping is not null && state.Status is not (TrialStatus.Running or TrialStatus.Completed or TrialStatus.Diverged or TrialStatus.Cancelled));
        if (state.Spec is not null)
        {
            Assert.True(state.Epochs.Length <= TrialRungs.Until(state), "trained beyond its rung");
            Assert.True(state.Status != TrialStatus.AtRung || TrialRungs.IsAtRung(state), "paused between two rungs");
        }

        Assert.InRange(state.FruitlessDeaths, 0, AttemptEnds.MostFruitlessDeaths);
        if (state.Status == TrialStatus.Completed)
        {
            Assert.Equal(state.Spec!.Hyperparameters.Epochs, state.Epochs.Length);
        }
    }
}

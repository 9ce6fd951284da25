using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Dashboard.Sweeps;

namespace ResNet.Distributed.Coordinator.Tests.Dashboard;

public sealed class SweepProgressTests
{
    [Fact]
    public void What_is_left_is_shared_by_those_that_run()
    {
        var progress = SweepProgress.Of(Samples.Snapshot(
            Samples.History(Samples.Trial(1), Samples.Epoch(0, seconds: 4), Samples.Epoch(1, seconds: 6)),
            Samples.History(Samples.Trial(2) with { Worker = "worker-1, worker-2" }),
            Samples.History(Samples.Trial(3, TrialStatus.Waiting) with { Worker = null })));

        // 5 s an epoch: 8, 10 and 10 epochs for two at a time.
        Assert.Equal(new SweepProgress(2, 30, 2, 3, 5.0 * 28 / 2), progress);
    }

    [Fact]
    public void Where_not_every_trial_does_all_its_epochs_what_is_expected_counts()
    {
        var snapshot = Samples.Snapshot(
            Samples.History(Samples.Trial(1), Samples.Epoch(0, seconds: 4)), Samples.History(Samples.Trial(2, TrialStatus.AtRung), Samples.Epoch(0, seconds: 6)));

        var progress = SweepProgress.Of(snapshot with { Sweep = snapshot.Sweep with { EpochsExpected = 12 } });

        // 10 epochs of 5 s are left, one at a time.
        Assert.Equal((12, 50.0), (progress.EpochsTotal, progress.SecondsLeft));
    }

    [Fact]
    public void It_takes_at_least_as_long_as_the_longest_that_runs()
    {
        var slow = Samples.Trial(1) with { Progress = new TrialProgress { Epoch = 0, Step = 1, Steps = 2, SecondsLeft = 900 } };

        Assert.Equal(900, SweepProgress.Of(Samples.Snapshot(
            Samples.History(slow), Samples.History(Samples.Trial(2), [.. Enumerable.Range(0, 9).Select(epoch => Samples.Epoch(epoch))]))).SecondsLeft);
    }

    [Fact]
    public void Trials_that_a_search_has_not_suggested_yet_are_taken_to_be_like_the_others()
    {
        var known = Samples.Snapshot(Samples.History(Samples.Trial(1), Samples.Epoch(0, seconds: 4)));

        Assert.Equal(new SweepProgress(1, 40, 1, 1, 4.0 * 39), SweepProgress.Of(known with { Sweep = known.Sweep with { Trials = 4 } }));
    }

    [Fact]
    public void Nothing_is_said_where_nothing_is_known_or_nothing_runs()
    {
        Assert.Null(SweepProgress.Of(Samples.Snapshot(Samples.History(Samples.Trial(1)))).SecondsLeft);
        Assert.Null(SweepProgress.Of(Samples.Snapshot(Samples.History(Samples.Trial(1, TrialStatus.Waiting), Samples.Epoch(0)))).SecondsLeft);
    }

    [Fact]
    public void Epochs_that_a_failed_trial_will_never_do_do_not_count() =>
        Assert.Equal(100, SweepProgress.Of(Samples.Snapshot(
            Samples.History(Samples.Trial(1, TrialStatus.Diverged), Samples.Epoch(0)))).Percent);
}

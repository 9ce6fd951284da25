using System.Globalization;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Scheduling;
using ResNet.Distributed.Coordinator.Sweeps;

namespace ResNet.Distributed.Coordinator.Tests.Scheduling;

public sealed class SimulatedSweepTests(ITestOutputHelper output)
{
    private const int Trials = 256;
    private const int Epochs = 81;
    private const int Seeds = 20;

    private static string File(int trials, int epochs, string rest) => string.Create(
        CultureInfo.InvariantCulture,
        $"method: random\nrun_cap: {trials}\nparameters: {{ epochs: {{ value: {epochs} }} }}\n{rest}\n");

    [Fact]
    public void Asha_needs_a_third_of_the_epochs_and_finds_a_trial_of_the_best_three()
    {
        var (found, most, sum) = (0, 0, 0);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var curves = new LearningCurves(Trials, seed);
            var sweep = new SimulatedSweep(File(Trials, Epochs, "early_terminate: { type: asha, min_iter: 3 }"), 8, curves.Accuracy, curves.SecondsPerEpoch);
            sweep.Run();

            Assert.Equal(Trials, sweep.State.Trials.Values.Count(trial => trial.Status is TrialStatus.Completed or TrialStatus.Stopped));
            found += curves.Rank(sweep.Best, Epochs) <= 3 ? 1 : 0;
            (most, sum) = (Math.Max(most, sweep.Epochs), sum + sweep.Epochs);
        }

        output.WriteLine($"{found} of {Seeds} seeds; epochs of {Trials * Epochs}: {sum / Seeds} on average, at most {most}");
        Assert.True(found >= 18, $"{found} of {Seeds} seeds");
        Assert.True(most * 3 <= Trials * Epochs, $"{most} of {Trials * Epochs} epochs");
    }

    [Fact]
    public void Hyperband_trains_as_many_epochs_as_its_brackets_say()
    {
        var curves = new LearningCurves(143, 1);
        var sweep = new SimulatedSweep(File(143, Epochs, "early_terminate: { type: hyperband }"), 8, curves.Accuracy, curves.SecondsPerEpoch);
        sweep.Run();

        // Table 1 of the paper: n_i trials train from r_(i-1) to r_i.
        const int expected = (81 + (27 * 2) + (9 * 6) + (3 * 18) + 54) + ((34 * 3) + (11 * 6) + (3 * 18) + 54) + ((15 * 9) + (5 * 18) + 54)
            + ((8 * 27) + (2 * 54)) + (5 * 81);
        Assert.Equal(expected, sweep.Epochs);
        Assert.Equal(1 + 1 + 1 + 2 + 5, sweep.State.Trials.Values.Count(trial => trial.Status == TrialStatus.Completed));
    }

    [Fact]
    public void The_median_rule_stops_bad_trials_and_keeps_the_best()
    {
        var curves = new LearningCurves(64, 2);
        var sweep = new SimulatedSweep(File(64, 30, "early_terminate: { type: median, min_iter: 3 }"), 4, curves.Accuracy, curves.SecondsPerEpoch);
        sweep.Run();

        Assert.InRange(sweep.Epochs, 64, 64 * 30 * 2 / 3);
        Assert.Equal(1, curves.Rank(sweep.Best, 30));
    }

    [Theory]
    [InlineData("asha")]
    [InlineData("hyperband")]
    public void Whatever_fails_every_trial_ends_and_each_decision_follows_from_what_was_known(string type)
    {
        Gen.Select(Gen.Int[1, 40], Gen.Int[2, 30], Gen.Int[2, 4], Gen.Int[1, 6], Gen.Int[0, 9], Gen.Int[0, 1000], Gen.Int[1, 12]).Sample(
            (trials, epochs, eta, workers, failures, seed, concurrent) =>
            {
                var random = new Random(seed);
                var curves = new LearningCurves(trials, seed);
                var sweep = new SimulatedSweep(
                    File(trials, Math.Max(epochs, eta), $"early_terminate: {{ type: {type}, eta: {eta} }}\nmax_concurrent: {concurrent}"), workers,
                    (trial, epoch) => random.Next(10) == 0 ? double.NaN : Math.Round(curves.Accuracy(trial, epoch), 1), curves.SecondsPerEpoch);
                sweep.Run(_ => random.Next(100) < failures);

                Assert.NotNull(sweep.State.Ended);
                Assert.InRange(sweep.MostUnderWay, 1, concurrent);
                Assert.All(sweep.State.Trials.Values, trial => Assert.True(trial.Status.IsFinal(), $"{trial}"));
                Assert.Contains(sweep.State.Trials.Values, trial => trial.Status is TrialStatus.Completed or TrialStatus.Failed);
                AssertReplays(sweep);
            },
            iter: 300);
    }

    [Fact]
    public void A_sweep_ends_when_its_metric_reaches_the_target()
    {
        var sweep = new SimulatedSweep(File(20, 10, "target: 0.5"), 3, (trial, epoch) => trial == 5 && epoch == 4 ? 0.5 : 0.1, _ => 1);
        sweep.Run();

        Assert.Equal("trial 5 has reached the target: test_accuracy 0.5000", sweep.State.Closed);
        Assert.NotNull(sweep.State.Ended);
        Assert.Equal(5, sweep.Best);
        Assert.All(sweep.State.Trials.Values.Where(trial => trial.Status == TrialStatus.Stopped), trial => Assert.Equal(sweep.State.Closed, trial.Error));
        Assert.Contains(sweep.Plan.Trials(sweep.State), trial => trial is { Number: 20, Status: TrialStatus.Stopped, EpochsDone: 0 });
    }

    [Fact]
    public void A_sweep_ends_when_its_time_is_used_up()
    {
        var sweep = new SimulatedSweep(File(20, 10, "time_budget: 1m"), 2, (_, _) => 0.1, _ => 7);
        sweep.Run();

        Assert.Equal("the time_budget of 1m 00s is used up", sweep.State.Closed);
        Assert.Equal(TrialStatus.Stopped, sweep.State.Trials[2].Status);
        Assert.Equal(Contracts.Api.SweepStatus.Completed, SweepTransitions.Status(sweep.State, 20));
    }

    // The recorded order, through the scheduler alone: at each decision it decides the same by what was known then.
    private static void AssertReplays(SimulatedSweep sweep)
    {
        foreach (var (index, promotion) in sweep.State.Promotions.Index())
        {
            var whole = SweepDecisions.History(sweep.State, sweep.Plan);
            var history = Before(whole, index, TrialPhase.UnderWay);
            Assert.Contains(history.Results, result => (result.Trial, result.Rung) == (promotion.Trial, promotion.Rung));
            if (sweep.Plan.Scheduler is AshaScheduler asha)
            {
                // Where nobody is among the best third of a rung, it was because nothing was under way any more.
                Assert.Equal(promotion.Trial, asha.Promote(history) ?? asha.Promote(Before(whole, index, TrialPhase.Ended)));
            }
        }
    }

    // What was known at a decision; trials that were not paused were under way, or had ended.
    private static RungHistory Before(RungHistory whole, int promotion, TrialPhase others)
    {
        var promotions = whole.Promotions[..promotion];
        var results = whole.Results[..whole.Promotions[promotion].Known];
        var paused = results.Where(result => !promotions.Any(p => (p.Trial, p.Rung) == (result.Trial, result.Rung))).Select(result => result.Trial).ToHashSet();
        return whole with
        {
            Results = results,
            Promotions = promotions,
            Phases = [.. Enumerable.Range(1, whole.Phases.Length).Select(trial => paused.Contains(trial) ? TrialPhase.Paused : others)],
        };
    }
}

using System.Text.Json;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Tests.Cluster;

/// <summary>Sweeps whose trials end early, through the real grains, with simulated workers.</summary>
public sealed class EarlyStoppingFlowTests
{
    // Of six trials the last one is the best.
    private static string Sweep(string rest) => $$"""
        name: flow
        method: grid
        parameters:
          lr: { values: [0.6, 0.5, 0.4, 0.3, 0.2, 0.1] }
          epochs: { value: 9 }
        {{rest}}
        """;

    [Fact]
    public async Task Asha_pauses_promotes_and_ends_with_fewer_epochs_and_the_best_trial_trained_to_its_end()
    {
        await using var silos = await TestSilos.StartAsync();
        await silos.JoinAsync("worker-0", silo: 0);
        await silos.JoinAsync("worker-1", silo: 1);

        await silos.Grains.Coordinator("flow").SubmitAsync(Sweep("early_terminate: { type: asha, eta: 2 }"));
        var sweep = await silos.SweepAsync("flow", view => view.EndedAt is not null);
        var trials = await silos.Grains.Coordinator("flow").GetTrialsAsync();

        Assert.Equal((SweepStatus.Completed, 6, 6), (sweep.Status, sweep.Ended, sweep.BestTrial));
        Assert.Equal(sweep.Stopped, trials.Count(trial => trial.Status == TrialStatus.Stopped));
        Assert.Equal((TrialStatus.Completed, 9), (trials[5].Status, trials[5].EpochsDone));
        Assert.True(trials[5].Attempt > 1, "the best trial was never paused");
        Assert.Equal((TrialStatus.Stopped, 1, 1, "not promoted from rung 1"), (trials[0].Status, trials[0].EpochsDone, trials[0].Rung, trials[0].Error));
        Assert.InRange(trials.Sum(trial => trial.EpochsDone), 6, 53);
        Assert.Equal(trials.Sum(trial => trial.EpochsDone), sweep.EpochsExpected);
        await AssertNoAttemptWasInVainAsync(silos, trials.Length);

        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(silos.Folder, "flow/results.json")));
        Assert.True(results.RootElement.GetProperty("rungs").GetArrayLength() >= 6);
        Assert.Equal(trials.Sum(trial => trial.Attempt - 1), results.RootElement.GetProperty("promotions").GetArrayLength());
    }

    [Fact]
    public async Task Among_many_promotions_none_ends_the_attempt_that_it_begins()
    {
        await using var silos = await TestSilos.StartAsync();
        for (var worker = 0; worker < 4; worker++)
        {
            await silos.JoinAsync($"worker-{worker}", silo: worker % 2);
        }

        await silos.Grains.Coordinator("flow").SubmitAsync("""
            name: flow
            method: random
            run_cap: 64
            parameters:
              lr: { distribution: log_uniform_values, min: 1.0e-4, max: 1.0e-1 }
              epochs: { value: 9 }
            early_terminate: { type: asha, eta: 2 }
            """);
        await silos.SweepAsync("flow", view => view.Status == SweepStatus.Completed);

        await AssertNoAttemptWasInVainAsync(silos, trials: 64);
    }

    [Fact]
    public async Task A_decision_that_was_not_heard_is_told_again_and_not_taken_anew()
    {
        await using var silos = await TestSilos.StartAsync();
        await silos.JoinAsync("worker-0");
        var failures = 3;
        silos.Calls.Fails = call => call.StartsWith("ITrialGrain.PromoteAsync", StringComparison.Ordinal) && Interlocked.Decrement(ref failures) >= 0;

        await silos.Grains.Coordinator("flow").SubmitAsync(Sweep("early_terminate: { type: asha, eta: 2 }"));
        await silos.SweepAsync("flow", view => view.Status == SweepStatus.Completed);

        Assert.True(failures < 0, "nobody was to be promoted");
        var promotions = silos.Storage.Sweep("flow").Promotions;
        Assert.Equal(promotions.Length, promotions.Select(promotion => (promotion.Trial, promotion.Rung)).Distinct().Count());
    }

    [Fact]
    public async Task A_running_trial_is_stopped_by_the_answer_to_its_report_and_keeps_what_it_has_done()
    {
        await using var silos = await TestSilos.StartAsync();
        silos.Workers.Train = SimulatedTraining.ObeyAsync;
        await silos.JoinAsync("worker-0");

        await silos.Grains.Coordinator("flow").SubmitAsync(Sweep("early_terminate: { type: threshold, value: 0.035, epoch: 2 }"));
        var sweep = await silos.SweepAsync("flow", view => view.EndedAt is not null);

        Assert.Equal((SweepStatus.Completed, 3), (sweep.Status, sweep.Stopped));
        var trials = await silos.Grains.Coordinator("flow").GetTrialsAsync();
        Assert.Equal([2, 2, 2, 9, 9, 9], trials.Select(trial => trial.EpochsDone));
        Assert.StartsWith("below the threshold: its best test_accuracy of 2 epochs is 0.0100", trials[0].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_target_ends_the_sweep_and_trials_that_never_began_are_stopped_with_it()
    {
        await using var silos = await TestSilos.StartAsync();
        silos.Workers.Train = SimulatedTraining.ObeyAsync;
        await silos.JoinAsync("worker-0");

        await silos.Grains.Coordinator("flow").SubmitAsync(Sweep("target: 0.02\nmax_concurrent: 1"));
        var sweep = await silos.SweepAsync("flow", view => view.EndedAt is not null);

        Assert.Equal((SweepStatus.Completed, "trial 2 has reached the target: test_accuracy 0.0200"), (sweep.Status, sweep.Reason));
        Assert.Equal(
            [TrialStatus.Completed, .. Enumerable.Repeat(TrialStatus.Stopped, 5)],
            (await silos.Grains.Coordinator("flow").GetTrialsAsync()).Select(trial => trial.Status));
    }

    [Fact]
    public async Task The_time_budget_stops_what_runs_although_nobody_reports_anything()
    {
        await using var silos = await TestSilos.StartAsync();
        silos.Workers.Train = SimulatedTraining.HangAsync;
        var worker = await silos.JoinAsync("worker-0");

        await silos.Grains.Coordinator("flow").SubmitAsync(Sweep("time_budget: 1s"));
        var attempt = await StoppedAsync(silos, worker);
        await silos.Grains.Trial(new TrialId("flow", 1)).EndedAsync(new AttemptEnd(attempt, AttemptOutcome.HandedBack, null));
        var sweep = await silos.SweepAsync("flow", view => view.EndedAt is not null);

        Assert.Equal("the time_budget of 1s is used up", sweep.Reason);
        Assert.All(await silos.Grains.Coordinator("flow").GetTrialsAsync(), trial => Assert.Equal(TrialStatus.Stopped, trial.Status));
    }

    private static async Task AssertNoAttemptWasInVainAsync(TestSilos silos, int trials)
    {
        for (var number = 1; number <= trials; number++)
        {
            var trial = await silos.Grains.Trial(new TrialId("flow", number)).GetAsync();
            Assert.All(trial!.Attempts, attempt => Assert.Null(attempt.Error));
        }
    }

    // The attempt that the worker was told to hand back.
    private static async Task<int> StoppedAsync(TestSilos silos, Contracts.Workers.WorkerId worker)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        (Contracts.Workers.WorkerId Worker, int Attempt) stopped;
        while (!silos.Workers.Stopped.TryPeek(out stopped))
        {
            await look.WaitForNextTickAsync(deadline.Token);
        }

        Assert.Equal(worker, stopped.Worker);
        return stopped.Attempt;
    }
}

using System.Text.Json;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Tests.Cluster;

/// <summary>Sweeps through the real grains, with simulated workers.</summary>
public sealed class SweepFlowTests
{
    private const string Sweep = """
        name: flow
        method: grid
        parameters:
          model: { values: [resnet18, resnet34] }
          lr: { values: [1.0e-3, 1.0e-4, 1.0e-5] }
          epochs: { value: 2 }
        max_failures: 1
        """;

    [Fact]
    public async Task A_grid_completes_over_two_workers_ranks_its_trials_and_tells_which_parameters_mattered()
    {
        await using var silos = await TestSilos.StartAsync();
        await silos.JoinAsync("worker-0", silo: 0);
        await silos.JoinAsync("worker-1", silo: 1);

        Assert.Null(await Coordinator(silos).GetImportanceAsync());
        await Coordinator(silos).SubmitAsync(Sweep.Replace("1.0e-5]", "1.0e-5, 1.0e-6, 1.0e-7]", StringComparison.Ordinal));
        var sweep = await silos.SweepAsync("flow", view => view.EndedAt is not null);

        Assert.Equal((SweepStatus.Completed, 10, 10, 0), (sweep.Status, sweep.Trials, sweep.Ended, sweep.Failed));
        Assert.Equal((10, 0.1), (sweep.BestTrial, sweep.BestValue!.Value));
        Assert.Equal(["worker-0", "worker-1"], silos.Workers.Assigned.Select(entry => entry.Worker.Name).Distinct().Order());
        Assert.Equal(11, File.ReadAllLines(Path.Combine(silos.Folder, "flow/results.csv")).Length);
        Assert.Equal(2, File.ReadAllLines(Path.Combine(silos.Folder, "flow/trials/4/metrics.jsonl")).Length);

        // A trial's accuracy is its number: five of the ten for each model.
        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(silos.Folder, "flow/results.json")));
        var inFile = results.RootElement.GetProperty("importance").GetProperty("parameters")[0];
        var asked = await Coordinator(silos).GetImportanceAsync();
        Assert.Equal(("model", 10), (asked!.Parameters[0].Name, asked.Trials));
        Assert.Equal(("model", asked.Parameters[0].Share), (inFile.GetProperty("name").GetString(), inFile.GetProperty("share").GetDouble()));
    }

    [Fact]
    public async Task A_trial_that_fails_is_tried_again_and_its_error_kept()
    {
        await using var silos = await TestSilos.StartAsync();
        silos.Workers.Train = SimulatedTraining.FailFirst(1);
        await silos.JoinAsync("worker-0");

        await Coordinator(silos).SubmitAsync(Sweep.Replace("values: [resnet18, resnet34]", "value: resnet18", StringComparison.Ordinal)
            .Replace("values: [1.0e-3, 1.0e-4, 1.0e-5]", "value: 1.0e-3", StringComparison.Ordinal));
        await silos.SweepAsync("flow", view => view.Status == SweepStatus.Completed);

        var trial = await silos.Grains.Trial(new TrialId("flow", 1)).GetAsync();
        Assert.Equal(["boom", null], trial!.Attempts.Select(attempt => attempt.Error));
    }

    [Fact]
    public async Task A_trial_that_fails_too_often_does_not_stop_the_others()
    {
        await using var silos = await TestSilos.StartAsync();
        var flaky = SimulatedTraining.FailFirst(int.MaxValue);
        silos.Workers.Train = (grains, assignment) =>
            assignment.Trial.Id.Number == 2 ? flaky(grains, assignment) : SimulatedTraining.CompleteAsync(grains, assignment);
        await silos.JoinAsync("worker-0");

        await Coordinator(silos).SubmitAsync(Sweep);
        var sweep = await silos.SweepAsync("flow", view => view.EndedAt is not null);

        Assert.Equal((SweepStatus.Completed, 1), (sweep.Status, sweep.Failed));
        var rows = JsonDocument.Parse(File.ReadAllText(Path.Combine(silos.Folder, "flow/results.json"))).RootElement.GetProperty("trials");
        Assert.Equal("boom", rows[1].GetProperty("error").GetString());
    }

    [Fact]
    public async Task Cancel_stops_what_runs_and_resume_takes_it_up_again()
    {
        await using var silos = await HangingAsync();

        await Coordinator(silos).CancelAsync();

        Assert.Equal(SweepStatus.Cancelled, (await Coordinator(silos).GetAsync())!.Status);
        Assert.All(await Coordinator(silos).GetTrialsAsync(), trial => Assert.Equal(TrialStatus.Cancelled, trial.Status));
        Assert.Single(silos.Workers.Stopped);

        silos.Workers.Train = SimulatedTraining.CompleteAsync;
        await silos.JoinAsync("worker-1");
        await Coordinator(silos).ResumeAsync();
        await silos.SweepAsync("flow", view => view.Status == SweepStatus.Completed);
    }

    [Fact]
    public async Task Resuming_a_finished_sweep_leaves_it_finished()
    {
        await using var silos = await TestSilos.StartAsync();
        await silos.JoinAsync("worker-0");
        await Coordinator(silos).SubmitAsync(Sweep);
        var before = await silos.SweepAsync("flow", view => view.EndedAt is not null);

        await Coordinator(silos).ResumeAsync();

        Assert.Equal(before, await Coordinator(silos).GetAsync());
    }

    [Fact]
    public async Task The_same_file_again_goes_on_and_another_one_is_refused_with_the_difference()
    {
        await using var silos = await TestSilos.StartAsync();

        Assert.Equal(SubmitOutcome.Created, (await Coordinator(silos).SubmitAsync(Sweep)).Outcome);
        Assert.Equal(SubmitOutcome.Existing, (await Coordinator(silos).SubmitAsync("# the same\n" + Sweep)).Outcome);
        var conflict = await Coordinator(silos).SubmitAsync(Sweep.Replace("max_failures: 1", "max_failures: 2", StringComparison.Ordinal));
        Assert.Equal(SubmitOutcome.Conflict, conflict.Outcome);
        Assert.Contains("max_failures", Assert.Single(conflict.Differences), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_leaves_gives_its_trial_to_the_next()
    {
        await using var silos = await TestSilos.StartAsync();
        silos.Workers.Train = SimulatedTraining.HangAsync;
        var first = await silos.JoinAsync("worker-0");
        await Coordinator(silos).SubmitAsync(Sweep);
        await silos.SweepAsync("flow", _ => !silos.Workers.Assigned.IsEmpty);

        silos.Workers.Train = SimulatedTraining.CompleteAsync;
        await silos.Pool.LeaveAsync(first);
        await silos.JoinAsync("worker-1", silo: 1);
        await silos.SweepAsync("flow", view => view.Status == SweepStatus.Completed);

        var trial = await silos.Grains.Trial(new TrialId("flow", 1)).GetAsync();
        Assert.Equal(["worker-0", "worker-1"], trial!.Attempts.Select(attempt => attempt.Worker));
    }

    [Fact]
    public async Task A_sweep_goes_on_when_a_silo_dies_with_its_grains()
    {
        await using var silos = await TestSilos.StartAsync();
        await Coordinator(silos).SubmitAsync(Sweep);

        await silos.KillAsync(1);
        var worker = await silos.JoinAsync("worker-0", silo: 0);

        await silos.SweepAsync("flow", view => view.Status == SweepStatus.Completed, () => silos.BeatAsync(worker));
    }

    [Fact]
    public async Task A_store_that_is_away_for_a_while_loses_nothing()
    {
        await using var silos = await HangingAsync();

        silos.Storage.IsAway = true;
        var assignment = Assert.Single(silos.Workers.Assigned).Assignment;
        await Assert.ThrowsAnyAsync<OrleansException>(() => SimulatedTraining.CompleteAsync(silos.Grains, assignment));
        silos.Storage.IsAway = false;
        silos.Workers.Train = SimulatedTraining.CompleteWithRetriesAsync;
        await SimulatedTraining.CompleteWithRetriesAsync(silos.Grains, assignment);

        await silos.SweepAsync("flow", view => view.Status == SweepStatus.Completed);
        Assert.All(await Coordinator(silos).GetTrialsAsync(), trial => Assert.Equal((2, 1), (trial.EpochsDone, trial.Attempt)));
    }

    [Fact]
    public async Task A_trial_without_room_pauses_gives_its_worker_to_the_others_and_goes_on_when_there_is_room()
    {
        await using var silos = await TestSilos.StartAsync();

        // A file in the place of the trial's folder: nothing can be written into it, not even by root.
        Directory.CreateDirectory(Path.Combine(silos.Folder, "flow/trials"));
        var inTheWay = Path.Combine(silos.Folder, "flow/trials/1");
        await File.WriteAllTextAsync(inTheWay, "");
        silos.Workers.Train = (grains, assignment) => assignment.Trial.Id.Number == 1
            ? SimulatedTraining.PauseFirstAsync(grains, assignment)
            : SimulatedTraining.CompleteAsync(grains, assignment);
        await silos.JoinAsync("worker-0");
        await Coordinator(silos).SubmitAsync(Sweep);
        await silos.SweepAsync("flow", view => view.Ended == 5);
        var paused = (await Coordinator(silos).GetTrialsAsync())[0];
        Assert.Equal((TrialStatus.Paused, "no room"), (paused.Status, paused.Error));

        File.Delete(inTheWay);
        var worker = await silos.JoinAsync("worker-0");

        await silos.SweepAsync("flow", view => view.Status == SweepStatus.Completed, () => silos.BeatAsync(worker));
        Assert.Equal((2, 0), ((await Coordinator(silos).GetTrialsAsync())[0].Attempt, Directory.GetFiles(Path.Combine(silos.Folder, "flow/trials/1"), "*.tmp").Length));
    }

    [Fact]
    public async Task The_file_of_a_trials_epochs_is_whole_at_its_end_whatever_became_of_it_before()
    {
        await using var silos = await TestSilos.StartAsync();
        var file = Path.Combine(silos.Folder, "flow/trials/1/metrics.jsonl");
        silos.Workers.Train = async (grains, assignment) =>
        {
            await SimulatedTraining.ReportAsync(grains, assignment);

            // Written in the background: it may be there, or not yet.
            var folder = Directory.CreateDirectory(Path.Combine(silos.Folder, $"flow/trials/{assignment.Trial.Id.Number}"));
            File.Delete(Path.Combine(folder.FullName, "metrics.jsonl"));
            await SimulatedTraining.EndAsync(grains, assignment);
        };
        await silos.JoinAsync("worker-0");

        await Coordinator(silos).SubmitAsync(Sweep);
        await silos.SweepAsync("flow", view => view.Status == SweepStatus.Completed);

        Assert.Equal(2, File.ReadAllLines(file).Length);
    }

    [Fact]
    public async Task Results_that_were_lost_are_made_again_when_the_same_file_is_submitted()
    {
        await using var silos = await TestSilos.StartAsync();
        await silos.JoinAsync("worker-0");
        await Coordinator(silos).SubmitAsync(Sweep);
        await silos.SweepAsync("flow", view => view.EndedAt is not null);
        var results = Path.Combine(silos.Folder, "flow/results.csv");
        var before = File.ReadAllText(results);
        File.Delete(results);

        await Coordinator(silos).SubmitAsync(Sweep);

        Assert.Equal(before, File.ReadAllText(results));
    }

    [Fact]
    public async Task A_cancelled_sweep_is_over_for_good_also_when_its_process_dies_at_once()
    {
        await using var silos = await HangingAsync();

        await Coordinator(silos).CancelAsync();
        silos.Storage.IsAway = true;
        await silos.KillAsync(1);
        await silos.KillAsync(0);

        Assert.All(silos.Storage.Sweep("flow").Trials.Values, trial => Assert.Equal(TrialStatus.Cancelled, trial.Status));
    }

    [Fact]
    public async Task One_failed_trial_can_be_tried_again_alone()
    {
        await using var silos = await TestSilos.StartAsync();
        silos.Workers.Train = SimulatedTraining.FailFirst(int.MaxValue);
        await silos.JoinAsync("worker-0");
        await Coordinator(silos).SubmitAsync(Sweep);
        await silos.SweepAsync("flow", view => view.Status == SweepStatus.Failed);

        silos.Workers.Train = SimulatedTraining.CompleteAsync;
        var worker = await silos.JoinAsync("worker-0");
        Assert.Equal(RetryOutcome.Retried, await Coordinator(silos).RetryAsync(3));
        var sweep = await silos.SweepAsync("flow", view => view.Status == SweepStatus.Completed, () => silos.BeatAsync(worker));

        Assert.Equal(5, sweep.Failed);
        Assert.Equal(TrialStatus.Completed, (await Coordinator(silos).GetTrialsAsync())[2].Status);
        Assert.Equal(RetryOutcome.NotEnded, await Coordinator(silos).RetryAsync(3));
        Assert.Equal(RetryOutcome.NoTrial, await Coordinator(silos).RetryAsync(7));
    }

    [Fact]
    public async Task A_trial_that_a_cancelled_sweep_never_came_to_can_be_run_alone()
    {
        await using var silos = await TestSilos.StartAsync();
        await Coordinator(silos).SubmitAsync("name: flow\nmethod: random\nrun_cap: 300\nparameters: { epochs: { value: 2 } }");
        await Coordinator(silos).CancelAsync();
        Assert.Equal(TrialStatus.Cancelled, (await Coordinator(silos).GetTrialsAsync())[299].Status);

        Assert.Equal(RetryOutcome.Retried, await Coordinator(silos).RetryAsync(300));
        await silos.JoinAsync("worker-0");
        await TrialAsync(silos, 300, TrialStatus.Completed);

        await silos.SweepAsync("flow", view => view is { Status: SweepStatus.Cancelled, EndedAt: not null });
    }

    [Fact]
    public async Task A_finished_grid_takes_more_values_and_keeps_its_trials()
    {
        await using var silos = await TestSilos.StartAsync();
        var worker = await silos.JoinAsync("worker-0");
        await Coordinator(silos).SubmitAsync(Sweep);
        await silos.SweepAsync("flow", view => view.EndedAt is not null);
        var before = await Coordinator(silos).GetTrialsAsync();

        var wider = Sweep.Replace("[1.0e-3, 1.0e-4, 1.0e-5]", "[1.0e-2, 1.0e-3, 1.0e-4, 1.0e-5]", StringComparison.Ordinal);
        Assert.Equal(SubmitOutcome.Extended, (await Coordinator(silos).SubmitAsync(wider)).Outcome);
        var sweep = await silos.SweepAsync("flow", view => view.EndedAt is not null, () => silos.BeatAsync(worker));

        var trials = await Coordinator(silos).GetTrialsAsync();
        Assert.Equal((8, 8, SweepStatus.Completed), (sweep.Trials, sweep.Ended, sweep.Status));
        Assert.Equal(before.Select(Summary), trials[..6].Select(Summary));
        Assert.Equal(["resnet18 0.01", "resnet34 0.01"], trials[6..].Select(Chosen));
        Assert.Equal(8, silos.Workers.Assigned.Count);
        Assert.Equal(wider, File.ReadAllText(Path.Combine(silos.Folder, "flow/sweep.yaml")));
        Assert.Equal(SubmitOutcome.Existing, (await Coordinator(silos).SubmitAsync(wider)).Outcome);
        Assert.Equal(SubmitOutcome.Conflict, (await Coordinator(silos).SubmitAsync(Sweep)).Outcome);

        static (int, string, TrialStatus, int, double?) Summary(TrialView trial) =>
            (trial.Number, Chosen(trial), trial.Status, trial.Attempt, trial.Best);
    }

    [Fact]
    public async Task A_search_that_learns_suggests_when_there_is_a_worker_and_keeps_what_it_suggested()
    {
        await using var silos = await TestSilos.StartAsync();
        silos.Workers.Train = SimulatedTraining.HangAsync;
        await silos.JoinAsync("worker-0");
        await silos.JoinAsync("worker-1", silo: 1);
        await Coordinator(silos).SubmitAsync(Learning);
        await TrialAsync(silos, 2, TrialStatus.Running);

        var first = await Coordinator(silos).GetTrialsAsync();
        Assert.Equal([1, 2], first.Select(trial => trial.Number));
        Assert.Equal(30, (await Coordinator(silos).GetAsync())!.Trials);

        silos.Workers.Train = SimulatedTraining.CompleteAsync;
        foreach (var (_, assignment) in silos.Workers.Assigned.ToArray())
        {
            await SimulatedTraining.CompleteAsync(silos.Grains, assignment);
        }

        await silos.SweepAsync("flow", view => view.Status == SweepStatus.Completed);
        var trials = await Coordinator(silos).GetTrialsAsync();
        Assert.Equal(first.Select(Chosen), trials[..2].Select(Chosen));
        Assert.Equal(Enumerable.Range(1, 30), trials.Select(trial => trial.Number));
        Assert.All(silos.Workers.Assigned, entry => Assert.Equal(
            trials[entry.Assignment.Trial.Id.Number - 1].Parameters["lr"].Number, entry.Assignment.Trial.Hyperparameters.LearningRate));
    }

    [Fact]
    public async Task A_search_begins_with_anothers_results()
    {
        await using var silos = await TestSilos.StartAsync();
        var worker = await silos.JoinAsync("worker-0");
        await Coordinator(silos).SubmitAsync(Learning);
        await silos.SweepAsync("flow", view => view.EndedAt is not null);

        var warm = Learning.Replace("name: flow", "name: warm\nwarm_start: flow", StringComparison.Ordinal);
        Assert.Equal(SubmitOutcome.Created, (await silos.Grains.Coordinator("warm").SubmitAsync(warm)).Outcome);
        await silos.SweepAsync("warm", view => view.EndedAt is not null, () => silos.BeatAsync(worker));
        Assert.Equal(30, silos.Storage.Sweep("warm").WarmStart.Length);
        Assert.NotEqual(
            Chosen((await Coordinator(silos).GetTrialsAsync())[0]), Chosen((await silos.Grains.Coordinator("warm").GetTrialsAsync())[0]));

        Assert.Equal("warm_start: found 'flow', expected a sweep with the metric of this one (minimize train_loss); that one's is maximize test_accuracy",
            await RefusedAsync(warm.Replace("name: warm", "name: other\nmetric: { name: train_loss }", StringComparison.Ordinal)));
        Assert.Equal("warm_start: found 'nobody', expected a sweep that was submitted to this cluster before",
            await RefusedAsync(warm.Replace("name: warm\nwarm_start: flow", "name: other\nwarm_start: nobody", StringComparison.Ordinal)));

        async Task<string> RefusedAsync(string file)
        {
            var result = await silos.Grains.Coordinator("other").SubmitAsync(file);
            Assert.Equal((SubmitOutcome.Refused, null), (result.Outcome, result.Sweep));
            return $"{result.Fault}";
        }
    }

    private const string Learning =
        "name: flow\nmethod: tpe\nrun_cap: 30\nparameters:\n  lr: { min: 0.1, max: 1 }\n  epochs: { value: 1 }\n  model: { values: [resnet18, resnet34] }\n";

    private static string Chosen(TrialView trial) => $"{trial.Parameters["model"]} {trial.Parameters["lr"]}";

    // The sweep, whose first trial runs and never ends.
    private static async Task<TestSilos> HangingAsync()
    {
        var silos = await TestSilos.StartAsync();
        silos.Workers.Train = SimulatedTraining.HangAsync;
        await silos.JoinAsync("worker-0");
        await Coordinator(silos).SubmitAsync(Sweep);
        await silos.SweepAsync("flow", _ => !silos.Workers.Assigned.IsEmpty);
        return silos;
    }

    private static ICoordinatorGrain Coordinator(TestSilos silos) => silos.Grains.Coordinator("flow");

    private static async Task TrialAsync(TestSilos silos, int number, TrialStatus wanted)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((await silos.Grains.Trial(new TrialId("flow", number)).GetAsync())?.Trial.Status != wanted)
        {
            Assert.True(await look.WaitForNextTickAsync(deadline.Token));
        }
    }
}

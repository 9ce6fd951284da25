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
    public async Task A_grid_completes_over_two_workers_and_ranks_its_trials()
    {
        await using var silos = await TestSilos.StartAsync();
        await silos.JoinAsync("worker-0", silo: 0);
        await silos.JoinAsync("worker-1", silo: 1);

        await Coordinator(silos).SubmitAsync(Sweep);
        var sweep = await silos.SweepAsync("flow", view => view.EndedAt is not null);

        Assert.Equal((SweepStatus.Completed, 6, 6, 0), (sweep.Status, sweep.Trials, sweep.Ended, sweep.Failed));
        Assert.Equal((6, 0.06), (sweep.BestTrial, sweep.BestValue!.Value));
        Assert.Equal(["worker-0", "worker-1"], silos.Workers.Assigned.Select(entry => entry.Worker.Name).Distinct().Order());
        Assert.Equal(7, File.ReadAllLines(Path.Combine(silos.Folder, "flow/results.csv")).Length);
        Assert.Equal(2, File.ReadAllLines(Path.Combine(silos.Folder, "flow/trials/4/metrics.jsonl")).Length);
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
        await using var silos = await TestSilos.StartAsync();
        silos.Workers.Train = SimulatedTraining.HangAsync;
        await silos.JoinAsync("worker-0");
        await Coordinator(silos).SubmitAsync(Sweep);
        await TrialAsync(silos, 1, TrialStatus.Running);

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
        await TrialAsync(silos, 1, TrialStatus.Running);

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

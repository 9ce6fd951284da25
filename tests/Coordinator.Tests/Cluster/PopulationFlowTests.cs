using System.Text.Json;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Tests.Cluster;

/// <summary>A population of four through the real grains, with simulated workers: of four trials the last one is the best, at every rung.</summary>
public sealed class PopulationFlowTests
{
    private const string Sweep = """
        name: flow
        method: pbt
        run_cap: 4
        parameters:
          lr: { distribution: log_uniform_values, min: 1.0e-5, max: 1 }
          batch_size: { values: [8, 16, 32, 64] }
          epochs: { value: 6 }
        max_failures: 0
        """;

    [Fact]
    public async Task The_worst_goes_on_from_the_best_ones_checkpoint_and_says_so_everywhere()
    {
        await using var silos = await TestSilos.StartAsync();
        await silos.JoinAsync("worker-0", silo: 0);
        await silos.JoinAsync("worker-1", silo: 1);

        await silos.Grains.Coordinator("flow").SubmitAsync(Sweep);
        var sweep = await silos.SweepAsync("flow", view => view.EndedAt is not null);
        var trials = await silos.Grains.Coordinator("flow").GetTrialsAsync();

        Assert.Equal((SweepStatus.Completed, 4, 0), (sweep.Status, sweep.Ended, sweep.Stopped));
        Assert.All(trials, trial => Assert.Equal((TrialStatus.Completed, 6, 3, 0), (trial.Status, trial.EpochsDone, trial.Attempt, trial.Restarts)));
        Assert.Equal([4, null, null, null], trials.Select(trial => trial.Parent));
        Assert.Equal(trials[3].Parameters["batch_size"], trials[0].Parameters["batch_size"]);

        var attempts = silos.Workers.Assigned.Select(assigned => assigned.Assignment).Where(assignment => assignment.Trial.Id.Number == 1).ToArray();
        Assert.Equal([null, 2, 4], attempts.Select(attempt => attempt.Origin?.Epoch));
        Assert.All(attempts.Skip(1), attempt => Assert.Equal((4, attempt.Attempt - 1, attempt.Origin!.Epoch), (attempt.Origin.Trial.Number, attempt.Origin.Attempt, attempt.Origin.Epochs.Length)));
        Assert.Equal([null, 2, 4], attempts.Select(attempt => attempt.KeptRung));

        var lineage = (await silos.Grains.Trial(new TrialId("flow", 1)).GetAsync())!.Lineage;
        Assert.Equal([(4, 1, 2), (4, 2, 4)], lineage.Select(exploit => (exploit.Parent, exploit.Rung, exploit.Epoch)));
        Assert.Equal(trials[0].Parameters, lineage[^1].Parameters);

        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(silos.Folder, "flow/results.json")));
        Assert.Equal(4, results.RootElement.GetProperty("trials")[0].GetProperty("parent").GetInt32());
        Assert.Equal(2, results.RootElement.GetProperty("promotions").EnumerateArray().Count(promotion => promotion.TryGetProperty("exploit", out _)));
    }

    [Fact]
    public async Task Nothing_is_decided_otherwise_by_fewer_workers_and_decisions_that_are_not_heard()
    {
        var calm = await DecisionsAsync(workers: 2, failures: 0);
        var disturbed = await DecisionsAsync(workers: 1, failures: 5);

        Assert.Equal(8, calm.Length);
        Assert.Equal(calm, disturbed);
    }

    [Fact]
    public async Task A_member_that_fails_keeps_nobody_waiting_and_goes_on_by_itself_when_it_is_tried_again()
    {
        await using var silos = await TestSilos.StartAsync();
        silos.Workers.Train = (grains, assignment) => assignment is { Trial.Id.Number: 1, Attempt: 1 }
            ? SimulatedTraining.FailFirst(1)(grains, assignment)
            : SimulatedTraining.CompleteAsync(grains, assignment);
        await silos.JoinAsync("worker-0");

        await silos.Grains.Coordinator("flow").SubmitAsync(Sweep);
        await silos.SweepAsync("flow", view => view.EndedAt is not null);
        Assert.Equal([null, 4, null, null], (await silos.Grains.Coordinator("flow").GetTrialsAsync()).Select(trial => trial.Parent));

        await silos.Grains.Coordinator("flow").ResumeAsync();
        await silos.SweepAsync("flow", view => view is { EndedAt: not null, Failed: 0 });
        var late = (await silos.Grains.Coordinator("flow").GetTrialsAsync())[0];
        Assert.Equal((TrialStatus.Completed, 6, null), (late.Status, late.EpochsDone, late.Parent));
    }

    [Fact]
    public async Task Nothing_is_decided_without_those_that_are_not_yet_taken_up_again_after_a_cancellation()
    {
        await using var silos = await TestSilos.StartAsync();
        silos.Workers.Train = (grains, assignment) => assignment.Trial.Id.Number == 4
            ? SimulatedTraining.HangAsync(grains, assignment)
            : SimulatedTraining.CompleteAsync(grains, assignment);
        await silos.JoinAsync("worker-0", silo: 0);
        await silos.JoinAsync("worker-1", silo: 1);
        var coordinator = silos.Grains.Coordinator("flow");
        await coordinator.SubmitAsync(Sweep);
        await silos.SweepAsync("flow", _ => silos.Storage.Sweep("flow").Rungs.Length == 3);
        await coordinator.CancelAsync();

        // Three of four are at their rung again, and the fourth cannot be reached.
        silos.Workers.Train = SimulatedTraining.CompleteAsync;
        silos.Calls.Fails = call => call == "ITrialGrain.RetryAsync flow/4";
        await Assert.ThrowsAnyAsync<OrleansException>(coordinator.ResumeAsync);
        await silos.SweepAsync("flow", _ => silos.Storage.Sweep("flow").Trials.Values.Count(trial => trial.Status == TrialStatus.AtRung) == 3);
        Assert.Empty(silos.Storage.Sweep("flow").Promotions);

        silos.Calls.Fails = _ => false;
        await coordinator.ResumeAsync();
        await silos.SweepAsync("flow", view => view.Status == SweepStatus.Completed);
        Assert.Equal([4, null, null, null], (await coordinator.GetTrialsAsync()).Select(trial => trial.Parent));
    }

    private static async Task<string[]> DecisionsAsync(int workers, int failures)
    {
        await using var silos = await TestSilos.StartAsync();
        silos.Calls.Fails = call => call.StartsWith("ITrialGrain.PromoteAsync", StringComparison.Ordinal) && Interlocked.Decrement(ref failures) >= 0;
        for (var worker = 0; worker < workers; worker++)
        {
            await silos.JoinAsync($"worker-{worker}", worker);
        }

        await silos.Grains.Coordinator("flow").SubmitAsync(Sweep);
        await silos.SweepAsync("flow", view => view.Status == SweepStatus.Completed);
        return
        [
            .. silos.Storage.Sweep("flow").Promotions.OrderBy(promotion => (promotion.Rung, promotion.Trial)).Select(promotion =>
                $"{promotion.Trial} at {promotion.Rung} from {promotion.Exploit?.Parent}: {string.Join(", ", promotion.Exploit?.Parameters.Select(p => $"{p.Key} {p.Value}") ?? [])}"),
        ];
    }
}

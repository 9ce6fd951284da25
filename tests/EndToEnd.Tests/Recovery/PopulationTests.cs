using System.Text.Json;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.EndToEnd.Tests.Nodes;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Recovery;

/// <summary>A population of four on two workers.</summary>
[Collection(Clusters.Name)]
public sealed class PopulationTests(SyntheticData data)
{
    private const int Trials = 4;
    private const int Rungs = 2;

    private static readonly string Text = $$"""
        name: {{SteadySweep.Name}}
        method: pbt
        run_cap: {{Trials}}
        parameters:
          optimizer: { value: sgd }
          lr: { distribution: log_uniform_values, min: 1.0e-4, max: 1.0e-2 }
          momentum: { values: [0, 0.9] }
          augmentation: { values: [none, crop_flip] }
          batch_size: { value: 2 }
          epochs: { value: {{Rungs + 1}} }
        metric: { name: train_loss }
        pbt: { interval: 1, quantile: 0.5 }
        seed: 3
        train_limit: 8
        test_limit: 2
        """;

    private static readonly TimeSpan TwoMinutes = TimeSpan.FromMinutes(2);
    private static (string[] Rows, string[] Decisions)? _calm;

    [Fact]
    public async Task The_worse_half_goes_on_from_the_better_halfs_weights_and_a_coordinator_that_dies_changes_nothing()
    {
        var (rows, decisions) = await CalmAsync();
        Assert.Equal(Trials * Rungs, decisions.Length);
        Assert.Equal(Trials * Rungs / 2, decisions.Count(decision => decision.Contains("parent", StringComparison.Ordinal)));

        using var killed = await RecoveryCluster.StartAsync(StoreKind.Embedded, data.Path, Text, []);
        await killed.WaitAsync(3, trial => trial.Trial.Rung > 0, TwoMinutes, "the third trial at a rung");
        AppHostProcess.Kill(killed.Process("coordinator-0"), Faults.Kill);

        // The digests of the final weights are among them.
        Assert.Equal(rows, await killed.ResultsAsync());
        Assert.Equal(decisions, Decisions(killed.SweepFolder));
    }

    [Fact]
    public async Task A_node_that_dies_with_its_folder_takes_nothing_of_a_rung_with_it()
    {
        await using var cluster = await HostCluster.StartAsync(data.Path);
        await cluster.StartNodeAsync("left");
        await cluster.Api.SubmitAsync(Text);
        await Task.WhenAny(Enumerable.Range(1, Trials).Select(number => cluster.Api.TrialAsync(
            SteadySweep.Name, number, trial => trial.Trial is { Status: TrialStatus.Running, Attempt: 2 }, $"trial {number} on its way from the first rung"))).Unwrap();

        await cluster.KillAsync("left");
        await cluster.StartNodeAsync("right");
        await cluster.Api.EndAsync(SteadySweep.Name);

        Assert.Equal((await CalmAsync()).Rows, Results.Read(Path.Combine(cluster.Output, SteadySweep.Name)));
        var trials = await Task.WhenAll(Enumerable.Range(1, Trials).Select(number => cluster.Api.TrialAsync(SteadySweep.Name, number, _ => true, $"trial {number}")));
        Assert.DoesNotContain(trials.SelectMany(trial => trial.Attempts), attempt => attempt.Note?.StartsWith("begins again", StringComparison.Ordinal) == true);
    }

    // Run once, by the first test that asks.
    private async Task<(string[] Rows, string[] Decisions)> CalmAsync()
    {
        if (_calm is null)
        {
            using var cluster = await RecoveryCluster.StartAsync(StoreKind.Embedded, data.Path, Text, []);
            _calm = (await cluster.ResultsAsync(), Decisions(cluster.SweepFolder));
        }

        return _calm.Value;
    }

    // Who goes on from where and with what, by rung and trial: only how many results were known depends on when they came.
    private static string[] Decisions(string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "results.json")));
        Assert.All(json.RootElement.GetProperty("trials").EnumerateArray(), trial => Assert.Equal("completed", trial.GetProperty("state").GetString()));
        return
        [
            .. json.RootElement.GetProperty("promotions").EnumerateArray()
                .OrderBy(promotion => (promotion.GetProperty("rung").GetInt32(), promotion.GetProperty("trial").GetInt32()))
                .Select(promotion => Decision(folder, promotion)),
        ];
    }

    // The worker's word is what it read, not what it was told.
    private static string Decision(string folder, JsonElement promotion)
    {
        var trial = promotion.GetProperty("trial");
        if (!promotion.TryGetProperty("exploit", out var exploit))
        {
            return $"{trial}: goes on";
        }

        Assert.Contains(
            $"goes on from what trial {exploit.GetProperty("parent")} has after {exploit.GetProperty("epoch")} epochs",
            File.ReadAllText(Path.Combine(folder, $"trials/{trial}/log.txt")), StringComparison.Ordinal);
        return $"{trial}: {exploit.GetRawText()}";
    }
}

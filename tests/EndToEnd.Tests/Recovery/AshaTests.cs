using System.Text.Json;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Recovery;

/// <summary>Six trials on two workers, with ASHA.</summary>
[Collection(Clusters.Name)]
public sealed class AshaTests(SyntheticData data)
{
    private const int Eta = 2;
    private const int Trials = 6;
    private const int Epochs = 4;

    private static readonly string Text = $$"""
        name: {{SteadySweep.Name}}
        method: grid
        parameters:
          lr: { values: [3.0e-3, 1.0e-3, 3.0e-4, 1.0e-4, 3.0e-5, 1.0e-5] }
          batch_size: { value: 2 }
          epochs: { value: {{Epochs}} }
        metric: { name: train_loss }
        early_terminate: { type: asha, eta: {{Eta}} }
        seed: 3
        train_limit: 8
        test_limit: 2
        """;

    private static readonly TimeSpan TwoMinutes = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Trials_pause_are_promoted_and_end_early_and_a_coordinator_that_dies_changes_no_decision()
    {
        Dictionary<(int, int), double> calm;
        using (var cluster = await RecoveryCluster.StartAsync(StoreKind.Embedded, data.Path, Text, []))
        {
            calm = await ResultsAsync(cluster);
        }

        using var killed = await RecoveryCluster.StartAsync(StoreKind.Embedded, data.Path, Text, []);
        await killed.WaitAsync(3, trial => trial.Trial.Rung > 0, TwoMinutes, "the third trial at a rung");
        AppHostProcess.Kill(killed.Process("coordinator-0"), Faults.Kill);

        // Whatever order the results come in, they are the same results.
        var results = await ResultsAsync(killed);
        Assert.All(results.Keys.Intersect(calm.Keys), key => Assert.Equal(calm[key], results[key]));
    }

    private static async Task<Dictionary<(int Trial, int Rung), double>> ResultsAsync(RecoveryCluster cluster)
    {
        await cluster.ResultsAsync();
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(cluster.SweepFolder, "results.json")));
        var trials = json.RootElement.GetProperty("trials").EnumerateArray().ToArray();
        Assert.All(trials, trial => Assert.Contains(trial.GetProperty("state").GetString(), new[] { "completed", "stopped" }));
        Assert.Contains(trials, trial => trial.GetProperty("state").GetString() == "completed");
        Assert.InRange(trials.Sum(trial => trial.GetProperty("epochs_done").GetInt32()), Trials, (Trials * Epochs) - 1);

        var results = json.RootElement.GetProperty("rungs").EnumerateArray().Select(result => (
            Trial: result.GetProperty("trial").GetInt32(), Rung: result.GetProperty("rung").GetInt32(), Value: result.GetProperty("value").GetDouble())).ToArray();
        var promotions = json.RootElement.GetProperty("promotions").EnumerateArray().Select(promotion => (
            Trial: promotion.GetProperty("trial").GetInt32(), Rung: promotion.GetProperty("rung").GetInt32(), Known: promotion.GetProperty("known").GetInt32())).ToArray();
        Assert.Equal(Trials, results.Count(result => result.Rung == 1));
        Assert.NotEmpty(promotions);
        AssertAreAshas(results, promotions);
        return results.ToDictionary(result => (result.Trial, result.Rung), result => result.Value);
    }

    // Algorithm 2 of the paper, on the order in which the results came: every promotion was one of the best half of what was known at its
    // rung, and at the end nobody is left who would be.
    private static void AssertAreAshas((int Trial, int Rung, double Value)[] results, (int Trial, int Rung, int Known)[] promotions)
    {
        foreach (var (trial, rung, known) in promotions)
        {
            Assert.Contains(trial, BestHalf(results[..known], rung));
        }

        foreach (var rung in results.Select(result => result.Rung).Distinct())
        {
            Assert.Empty(BestHalf(results, rung).Except(promotions.Where(promotion => promotion.Rung == rung).Select(promotion => promotion.Trial)));
        }

        Assert.Equal(promotions.Length, promotions.Select(promotion => (promotion.Trial, promotion.Rung)).Distinct().Count());
    }

    private static IEnumerable<int> BestHalf((int Trial, int Rung, double Value)[] results, int rung)
    {
        var there = results.Where(result => result.Rung == rung).ToArray();
        return there.OrderBy(result => result.Value).Take(there.Length / Eta).Select(result => result.Trial);
    }
}

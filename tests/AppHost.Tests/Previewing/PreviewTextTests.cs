using System.Globalization;
using ResNet.Distributed.AppHost.Previewing;
using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.AppHost.Tests.Previewing;

public sealed class PreviewTextTests : IDisposable
{
    private readonly TemporaryFolder _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void A_grid_lists_its_trials_its_rungs_and_its_epochs()
    {
        var lines = Lines(
            "method: grid\nparameters:\n  lr: { values: [0.1, 0.01, 0.001] }\n  epochs: { value: 9 }\nearly_terminate: { type: asha }\ntime_budget: 2h\n", 10);

        Assert.Equal(
            [
                "Sweep s: grid, maximize test_accuracy",
                "Trials: 3",
                "  #  lr     epochs  model     batch_size",
                "  1  0.1    9       resnet18  128",
                "  2  0.01   9       resnet18  128",
                "  3  0.001  9       resnet18  128",
                "Early termination: { type: asha, min_iter: 1, eta: 3 }",
                "  trials 1 to 3: 3 to epoch 1, 1 to epoch 3, 1 to the end",
                "Epochs: at least 11, at most 27",
                "Time on 2 workers: about 1m 30s to 3m 00s, 2 trials at a time, 10 s an epoch (by --seconds-per-epoch)",
                "It ends 2h 00m after its first trial has begun, at the latest",
            ],
            lines);
    }

    [Fact]
    public void A_search_says_what_it_draws_from_and_the_time_is_unknown_where_nothing_was_measured()
    {
        var lines = Lines("method: random\nrun_cap: 4\nparameters:\n  lr: { min: 0.1, max: 1 }\n  epochs: { min: 2, max: 5 }\n", null);

        Assert.Contains("  lr: { distribution: uniform, min: 0.1, max: 1 }", lines);
        var first = lines.IndexOf("The first 4:");
        Assert.Equal(["1", "2", "3", "4"], lines[(first + 2)..(first + 6)].Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]));

        // Drawn, and so known.
        var epochs = lines[(first + 2)..(first + 6)].Sum(line => int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2], CultureInfo.InvariantCulture));
        Assert.Contains(FormattableString.Invariant($"Epochs: {epochs}"), lines);
        Assert.StartsWith("Time on 2 workers: unknown (no completed sweep in ", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_population_says_when_its_trials_wait_for_each_other_and_that_all_run_to_their_end()
    {
        var lines = Lines("method: pbt\nrun_cap: 9\nparameters:\n  lr: { min: 0.1, max: 1 }\n  epochs: { value: 7 }\n", 10);

        Assert.Contains("Early termination: none, every trial runs to its end", lines);
        Assert.Contains("Population: { interval: 2, quantile: 0.25, resample: 0.25 }", lines);
        Assert.Contains("  trials 1 to 9 wait for each other at epoch 2, 4, 6; there the worst 3 take over from the best 3", lines);
        Assert.Contains("Epochs: 63", lines);
    }

    [Fact]
    public void What_a_search_has_learned_by_then_is_not_foretold()
    {
        const string text = "method: tpe\nrun_cap: 30\nparameters:\n  lr: { min: 0.1, max: 1 }\n  epochs: { distribution: q_uniform, min: 2, max: 5, q: 2 }\n";

        var lines = Lines(text, 1);

        var head = lines.IndexOf("The first 10:");
        Assert.Equal("  and 20 that depend on results", lines[head + 12]);
        Assert.Matches("^Epochs: at least [5-9][0-9], at most 1[01][0-9]$", lines[^2]);
        Assert.Equal(
            ["The first 3:", "  and 7 more", "  and 20 that depend on results"],
            Lines(text, 1, trials: 3).Where(line => line.Contains("first", StringComparison.Ordinal) || line.Contains(" and ", StringComparison.Ordinal)));
        Assert.Contains(
            "No trial is known yet: each depends on results, from the first on those of other", Lines(text + "warm_start: other\n", 1));
    }

    [Theory]
    [InlineData("", "about 30s,")]
    [InlineData("early_terminate: { type: patience, epochs: 3 }\n", "about 12s to 30s,")]
    [InlineData("early_terminate: { type: threshold, value: 0.5, epoch: 2 }\n", "about 6s to 30s,")]
    [InlineData("early_terminate: { type: median, min_iter: 1, min_trials: 1 }\n", "about 10s to 30s,")]
    [InlineData("early_terminate: { type: asha, min_iter: 1, eta: 3 }\n", "about 10s to 30s,")]
    [InlineData("early_terminate: { type: hyperband, eta: 3 }\n", "about 10s,")]
    [InlineData("max_concurrent: 1\n", "about 50s,")]
    [InlineData("workers_per_trial: 2\n", "about 50s,")]
    public void The_time_is_of_whole_trials_one_after_the_other(string rest, string expected) => Assert.Contains(
        expected,
        Lines("method: grid\nparameters: { lr: { values: [1, 2, 3, 4, 5] }, epochs: { value: 10 } }\n" + rest, 1).Single(line => line.StartsWith("Time", StringComparison.Ordinal)),
        StringComparison.Ordinal);

    [Fact]
    public void The_rungs_follow_from_the_most_epochs_that_a_trial_can_have()
    {
        // All six are known, and none of them has all of the 1000.
        var lines = Lines(
            "method: random\nrun_cap: 6\nparameters: { epochs: { values: [9, 1000], probabilities: [1, 0] } }\nearly_terminate: { type: asha, min_iter: 3, eta: 3 }\n", 1);

        Assert.Contains("  trials 1 to 6: 6 to epoch 3, 2 to epoch 9, 1 to epoch 27, 1 to epoch 81, 1 to epoch 243, 1 to epoch 729, 1 to the end", lines);

        // Two of the six go on to 9, their end.
        Assert.Contains("Epochs: at least 30, at most 54", lines);
    }

    [Theory]
    [InlineData("precision: bf16\n")]
    [InlineData("channels_last: true\n")]
    [InlineData("winograd: true\n")]
    [InlineData("sync_batchnorm: true\nworkers_per_trial: 2\n")]
    public void Another_precision_and_other_batches_are_no_measurement(string other)
    {
        Finished("s", "method: grid\nparameters: { epochs: { value: 2 } }\n" + other, "completed", 4);

        Assert.Contains("unknown", Lines("method: grid\nparameters: { epochs: { value: 2 } }\n", null)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_time_is_that_of_a_completed_sweep_of_the_same_models_and_limits()
    {
        const string text = "method: grid\nparameters: { epochs: { value: 2 } }\ntrain_limit: 64\n";
        Finished("other", "method: grid\nparameters: { epochs: { value: 2 } }\n", "completed", 100);
        Finished("running", text, "running", 100);
        Finished("same", text, "completed", 4);

        Assert.Equal(
            $"Time on 2 workers: about 8s, 1 trial at a time, 4 s an epoch (measured over 2 epochs of resnet18 in {Path.Combine(_runs.Path, "same")})",
            Lines(text, null)[^1]);
    }

    [Fact]
    public void Workers_that_do_not_suffice_are_said() => Assert.Contains(
        "no trial could start: workers_per_trial is 4", Lines("method: grid\nparameters: {}\nworkers_per_trial: 4\n", 1)[^1], StringComparison.Ordinal);

    private List<string> Lines(string text, double? seconds, int? trials = null) =>
        [.. PreviewText.Lines(SweepFile.Parse(text, "s"), new PreviewOptions(2, seconds, _runs.Path, trials))];

    private void Finished(string name, string text, string status, double seconds)
    {
        var trial = Directory.CreateDirectory(Path.Combine(_runs.Path, name, "trials/1")).FullName;
        File.WriteAllText(Path.Combine(_runs.Path, name, "sweep.yaml"), text);
        File.WriteAllText(
            Path.Combine(_runs.Path, name, "results.json"),
            $$"""{ "status": "{{status}}", "trials": [{ "trial": 1, "parameters": { "model": "resnet18" } }] }""");
        File.WriteAllText(Path.Combine(trial, "metrics.jsonl"), FormattableString.Invariant($"{{\"seconds\":{seconds}}}\n{{\"seconds\":{seconds}}}\n"));
    }
}

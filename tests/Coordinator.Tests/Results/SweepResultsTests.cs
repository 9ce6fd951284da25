using System.Text.Json;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Coordinator.Results;
using ResNet.Distributed.Coordinator.Sweeps;
using ResNet.Distributed.Coordinator.Tests.Trials;
using ResNet.Distributed.Coordinator.Trials;

namespace ResNet.Distributed.Coordinator.Tests.Results;

public sealed class SweepResultsTests : IDisposable
{
    private const string File = "name: results\nmethod: grid\nparameters:\n  lr: { values: [1.0e-3, 1.0e-4] }\n  epochs: { value: 2 }\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("resnet-results-").FullName;
    private readonly SweepSpec _spec = SweepFile.Parse(File, "results");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_csv_has_a_row_per_trial_and_every_column_once()
    {
        Write(Completed(1, 0.25), Failed(2, "found \"x\", expected a,b\nor c"));

        var text = Read("results.csv");
        var header = text[..text.IndexOf('\r')].Split(',');
        Assert.Equal(header.Distinct(), header);
        Assert.Contains("1,2,0.001,resnet18,completed,2,,0.25,", text.Replace("128,", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.EndsWith("\"found \"\"x\"\", expected a,b\nor c\",,\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_json_says_the_same()
    {
        Write(Completed(1, 0.25), Failed(2, "boom"));

        var trials = JsonDocument.Parse(Read("results.json")).RootElement.GetProperty("trials");
        Assert.Equal(["completed", "failed"], trials.EnumerateArray().Select(trial => trial.GetProperty("state").GetString()));
        Assert.Equal(0.25, trials[0].GetProperty("best").GetDouble());
        Assert.Equal("boom", trials[1].GetProperty("error").GetString());
    }

    [Fact]
    public void Ranks_come_after_all_that_was_there_before_and_the_best_trials_is_one()
    {
        Write(Completed(1, 0.25), Completed(2, 0.5));

        var lines = Read("results.csv").Split("\r\n");
        Assert.EndsWith(",error,rank,parent", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(",2,", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",1,", lines[2], StringComparison.Ordinal);
        var results = JsonDocument.Parse(Read("results.json")).RootElement;
        Assert.Equal([2, 1], results.GetProperty("trials").EnumerateArray().Select(trial => trial.GetProperty("rank").GetInt32()));
        Assert.Equal(2, results.GetProperty("best_trial").GetInt32());
    }

    [Fact]
    public void The_json_says_which_parameters_mattered_once_that_is_known()
    {
        var trials = new[] { Completed(1, 0.25), Completed(2, 0.5) };
        Write(trials);
        Assert.Equal(JsonValueKind.Null, Importance().ValueKind);

        Write(new SweepImportance { Metric = "test_accuracy", Trials = 2, Parameters = [new("lr", 0.75, 0.125)], Interactions = 0.25 }, trials);

        Assert.Equal("lr", Importance().GetProperty("parameters")[0].GetProperty("name").GetString());
        Assert.Equal(0.75, Importance().GetProperty("parameters")[0].GetProperty("share").GetDouble());
        Assert.Equal(0.25, Importance().GetProperty("interactions").GetDouble());

        JsonElement Importance() => JsonDocument.Parse(Read("results.json")).RootElement.GetProperty("importance");
    }

    [Fact]
    public void The_best_trials_model_is_copied_and_replaced_when_another_is_better()
    {
        Checkpoint(1, "first");
        Checkpoint(2, "second");

        Write(Completed(1, 0.25), Completed(2, 0.1));
        Assert.Equal("first", Read("best/model.safetensors"));
        Write(Completed(1, 0.25), Completed(2, 0.5));
        Assert.Equal("second", Read("best/model.safetensors"));
        Assert.Empty(Directory.GetFiles(_folder, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void The_sweep_file_is_kept_as_it_was_given()
    {
        Write(Completed(1, 0.25));

        Assert.Equal(File, Read("sweep.yaml"));
    }

    private static TrialView Completed(int number, double accuracy) => Sample(number) with
    {
        Status = TrialStatus.Completed,
        EpochsDone = 2,
        Last = TrialSamples.Epoch(1, accuracy),
        Best = accuracy,
        Checkpoint = $"trials/{number}/checkpoints/best.safetensors",
    };

    private static TrialView Failed(int number, string error) => Sample(number) with { Status = TrialStatus.Failed, Error = error };

    private static TrialView Sample(int number)
    {
        var spec = SweepFile.Parse(File, "results");
        return TrialViews.Pending(new SweepPlan(spec, Guid.Empty, trace: null).Trial(number, new SweepState())) with { Revision = 1 };
    }

    private void Write(params TrialView[] trials) => Write(importance: null, trials);

    private void Write(SweepImportance? importance, params TrialView[] trials)
    {
        var state = new SweepState { Text = File };
        foreach (var trial in trials)
        {
            state = SweepTransitions.TrialChanged(state, trial, _spec.Metric, trials.Length, TrialSamples.Now);
        }

        SweepResults.Write(_folder, _spec, SweepViews.View(state, _spec, trials.Length, _folder), trials, importance: importance);
    }

    private void Checkpoint(int trial, string content)
    {
        var path = Path.Combine(_folder, $"trials/{trial}/checkpoints/best.safetensors");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, content);
    }

    private string Read(string name) => System.IO.File.ReadAllText(Path.Combine(_folder, name));
}

using ResNet.Distributed.Chaos.Processes;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.EndToEnd.Tests.Recovery;
using ResNet.Distributed.EndToEnd.Tests.Support;
using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.EndToEnd.Tests.Nodes;

/// <summary>Clusters of several machines, in network namespaces; skipped with the reason where these cannot be made.</summary>
[Collection(Clusters.Name)]
public sealed class HostsTests(SyntheticData data)
{
    private const string Pair = """
        name: pair
        method: grid
        parameters:
          lr: { value: 1.0e-3 }
          batch_size: { value: 4 }
          epochs: { value: 2 }
        seed: 3
        train_limit: 16
        test_limit: 4
        workers_per_trial: 2
        """;

    private const string Late = "late";

    // How long a host is cut off: no wait for something to happen, but what happens.
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task A_trial_over_two_hosts_has_the_weights_of_one_machine_and_a_host_with_other_images_is_refused()
    {
        await using var cluster = await HostCluster.StartAsync(data.Path);
        var odd = await cluster.AddHostAsync("a-odd");
        Directory.Delete(odd["data"], recursive: true);
        SyntheticCifar.Write(odd["data"], seed: 8, trainPerBatch: 64, testCount: 64);
        await cluster.StartNodeAsync("a-odd");
        await cluster.StartNodeAsync("left");
        await cluster.StartNodeAsync("right");
        await cluster.Api.WorkersAsync(workers => workers.Length == 3, "three workers");

        await cluster.Api.SubmitAsync(Pair);
        await cluster.Api.EndAsync("pair");

        Assert.Equal(await OneMachine.ResultsAsync(data.Path, "pair", Pair), Results.Read(Path.Combine(cluster.Output, "pair")));
        Assert.Contains("over TCP", await cluster.Api.TextAsync("api/sweeps/pair/trials/1/log"));
        Assert.NotEmpty(await cluster.Api.BytesAsync("api/sweeps/pair/trials/1/model"));
        Assert.NotEmpty(await cluster.Api.BytesAsync("api/sweeps/pair/best/model"));
        var workers = await cluster.Api.WorkersAsync(workers => workers.Length == 3, "three workers");
        Assert.Equal(
            [("a-odd-0", WorkerStatus.Refused), ("left-0", WorkerStatus.Idle), ("right-0", WorkerStatus.Idle)],
            workers.Select(worker => (worker.Name, worker.Status)).Order());
        var refused = workers.Single(worker => worker.Status == WorkerStatus.Refused);
        Assert.StartsWith($"data differ: it has synthetic {refused.DataSha256![..12]}… of {odd["data"]}", refused.Refusal);
        Assert.Contains("; the trials are on synthetic ", refused.Refusal);
    }

    [Fact]
    public async Task Hosts_leave_are_cut_off_and_die_and_nothing_is_lost()
    {
        await using var cluster = await HostCluster.StartAsync(data.Path);
        var left = await cluster.StartNodeAsync("left");
        var right = await cluster.StartNodeAsync("right");
        await cluster.Api.WorkersAsync(workers => workers.Length == 2, "two workers");
        await cluster.Api.SubmitAsync(SteadySweep.Text);

        // One leaves in the middle of a trial: what it has done goes on elsewhere, though its folder is nobody else's.
        var middle = await cluster.Api.TrialAsync(
            SteadySweep.Name, 2, trial => trial.Trial.Status == TrialStatus.Running && trial.Trial.EpochsDone >= 2, "two epochs of trial 2");
        var (leaving, staying) = middle.Trial.Worker == "right-0" ? (right, "left") : (left, "right");
        leaving.Signal(Signals.Terminate);
        using var limit = new CancellationTokenSource(DrainLimit);
        Assert.Equal(0, await leaving.ExitAsync(limit.Token));

        // The other one is cut off, and trains on alone.
        await cluster.CutAsync(staying);
        await cluster.Api.WorkersAsync(workers => workers.Length == 0, "no worker is heard");
        await Task.Delay(Outage);
        await cluster.JoinAsync(staying);
        await cluster.Api.EndAsync(SteadySweep.Name);

        var calm = await CalmRun.ResultsAsync(data.Path);
        Assert.Equal(calm, Results.Read(Path.Combine(cluster.Output, SteadySweep.Name)));
        var moved = await cluster.Api.TrialAsync(SteadySweep.Name, 2, _ => true, "trial 2");
        Assert.Contains(moved.Attempts, attempt => attempt.Note is { } note && note.Contains("goes on from epoch", StringComparison.Ordinal)
            && note.Contains("fetched from coordinator", StringComparison.Ordinal));
        Assert.NotEmpty(await cluster.Api.BytesAsync($"api/sweeps/{SteadySweep.Name}/best/model"));

        // A third one comes, and dies with all that it has done.
        await cluster.StartNodeAsync("third");
        await cluster.Api.WorkersAsync(workers => workers.Length == 2, "two workers again");
        await cluster.Api.SubmitAsync(SteadySweep.Text.Replace($"name: {SteadySweep.Name}", $"name: {Late}", StringComparison.Ordinal));
        var doomed = await Task.WhenAny(InMiddleAsync(cluster, 1), InMiddleAsync(cluster, 2)).Unwrap();
        await cluster.KillAsync("third");
        await cluster.Api.EndAsync(Late);

        Assert.Equal(calm, Results.Read(Path.Combine(cluster.Output, Late)));
        var restarted = await cluster.Api.TrialAsync(Late, doomed, _ => true, "the trial that moved");
        Assert.Equal(["third-0", $"{staying}-0"], restarted.Attempts.Select(attempt => attempt.Worker));
        Assert.StartsWith("begins again, although ", restarted.Attempts[1].Note);
    }

    private static async Task<int> InMiddleAsync(HostCluster cluster, int trial)
    {
        await cluster.Api.TrialAsync(
            Late, trial, detail => detail.Trial is { Status: TrialStatus.Running, EpochsDone: >= 2, Worker: "third-0" }, $"trial {trial} on the third host");
        return trial;
    }
}

using ResNet.Distributed.Dashboard.Cluster;
using ResNet.Distributed.Measuring;
using ResNet.Distributed.OpenStore;

namespace ResNet.Distributed.Orchestration.Trained;

/// <summary>The same trials without and with a cluster, each time in new processes.</summary>
internal static class TrainedTrials
{
    // Times are the coordinator's, so that to ask seldom costs no accuracy.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    /// <summary>Each trial by itself.</summary>
    public static async Task<IReadOnlyList<TrialTime>> BareAsync(CancellationToken stop)
    {
        using var folder = new ScratchFolder();
        var data = TrainedLoad.WriteData(folder.Path);
        var lines = await Child.RunOwnAsync(["bare", data], stop);
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(BareTrials.Parse)];
    }

    /// <summary>Each trial from its beginning to that of the next, or to the end of the sweep, checkpoints, reports and files included.</summary>
    public static async Task<IReadOnlyList<TrialTime>> OrchestratedAsync(CancellationToken stop)
    {
        using var folder = new ScratchFolder();
        var data = TrainedLoad.WriteData(folder.Path);
        await using var cluster = new SweepCluster(folder.Path, orleansDashboard: true);
        await cluster.RestartAsync(stop, besideTraining: true);
        await cluster.StartWorkerAsync(data);
        using var sweeps = new SweepWait(cluster, Look);
        await sweeps.WorkersAsync(1, stop);
        await sweeps.SubmitAsync(TrainedLoad.File, stop);
        var times = await sweeps.EndAsync(TrainedLoad.Name, stop);
        var ends = times.Trials.Skip(1).Select(trial => trial.Began).Append(times.Ended);
        return [.. times.Trials.Zip(ends, (trial, end) => new TrialTime((end - trial.Began).TotalSeconds, trial.EpochSeconds))];
    }
}

using System.Globalization;
using ResNet.Distributed.Dashboard.Cluster;
using ResNet.Distributed.Measuring;
using ResNet.Distributed.OpenStore;

namespace ResNet.Distributed.Orchestration.Trained;

/// <summary>The same trial without and with a cluster, each time in new processes.</summary>
internal static class TrainedTrials
{
    /// <summary>Seconds of the trial by itself.</summary>
    public static async Task<double> BareAsync(CancellationToken stop)
    {
        using var folder = new ScratchFolder();
        var data = TrainedTrial.WriteData(folder.Path);
        return double.Parse(await Child.RunOwnAsync(["bare", data], stop), CultureInfo.InvariantCulture);
    }

    /// <summary>Seconds from the beginning of the trial to the end of its sweep, checkpoints, reports and files included.</summary>
    public static async Task<double> OrchestratedAsync(CancellationToken stop)
    {
        using var folder = new ScratchFolder();
        var data = TrainedTrial.WriteData(folder.Path);
        await using var cluster = new SweepCluster(folder.Path, orleansDashboard: true);
        await cluster.RestartAsync(stop);
        await cluster.StartWorkerAsync(data);
        using var sweeps = new SweepWait(cluster);
        await sweeps.WorkersAsync(1, stop);
        await sweeps.SubmitAsync(TrainedTrial.File, stop);
        var (began, ended) = await sweeps.EndAsync(TrainedTrial.Name, stop);
        return (ended - began).TotalSeconds;
    }
}

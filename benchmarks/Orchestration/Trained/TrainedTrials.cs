using System.Globalization;
using ResNet.Distributed.Dashboard.Cluster;
using ResNet.Distributed.Measuring;
using ResNet.Distributed.OpenStore;

namespace ResNet.Distributed.Orchestration.Trained;

/// <summary>The same trials without and with a cluster, each time in new processes.</summary>
internal static class TrainedTrials
{
    /// <summary>Seconds of the trials by themselves.</summary>
    public static async Task<double> BareAsync(CancellationToken stop)
    {
        using var folder = new ScratchFolder();
        var data = TrialSet.WriteData(folder.Path);
        return double.Parse(await Child.RunOwnAsync(["bare", data], stop), CultureInfo.InvariantCulture);
    }

    /// <summary>Seconds from the beginning of a sweep's first trial to its end, checkpoints, reports and files included.</summary>
    public static async Task<double> OrchestratedAsync(CancellationToken stop)
    {
        using var folder = new ScratchFolder();
        var data = TrialSet.WriteData(folder.Path);
        await using var cluster = new SweepCluster(folder.Path, orleansDashboard: true);
        await cluster.RestartAsync(stop);
        await cluster.StartWorkerAsync(data);
        using var sweeps = new SweepWait(cluster);
        await sweeps.WorkersAsync(1, stop);
        await sweeps.SubmitAsync(TrialSet.File, stop);
        var (began, ended) = await sweeps.EndAsync(TrialSet.Name, stop);
        return (ended - began).TotalSeconds;
    }
}

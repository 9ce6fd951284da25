using ResNet.Distributed.Dashboard.Cluster;
using ResNet.Distributed.Dashboard.Measuring;
using ResNet.Distributed.OpenStore;

namespace ResNet.Distributed.Orchestration.Simulated;

/// <summary>One coordinator, the embedded store and simulated workers, new for each measurement.</summary>
internal static class Simulation
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs sweeps to their end.</summary>
    /// <param name="load">The sweeps.</param>
    /// <param name="first">A sweep that is not counted, on the same workers: what all processes compile while it runs. Null: none.</param>
    /// <param name="stop">Ends it early.</param>
    public static async Task<SimulatedTime> RunAsync(SimulatedLoad load, SimulatedLoad? first, CancellationToken stop)
    {
        using var folder = new ScratchFolder();
        await using var cluster = new SweepCluster(folder.Path, orleansDashboard: true);
        await cluster.RestartAsync(stop);
        await cluster.StartWorkersAsync(load.Workers, load.EpochSeconds, load.Speed);
        using var sweeps = new SweepWait(cluster, Look);
        await sweeps.WorkersAsync(load.Workers, stop);
        if (first is not null)
        {
            await sweeps.SubmitAsync(first.File("first"), stop);
            await sweeps.EndAsync("first", stop);
        }

        int[] processes = [cluster.CoordinatorId, cluster.WorkersId, Environment.ProcessId];
        var before = processes.Select(CpuMeasure.Seconds).ToArray();
        for (var sweep = 1; sweep <= load.Sweeps; sweep++)
        {
            await sweeps.SubmitAsync(load.File(SimulatedLoad.Name(sweep)), stop);
        }

        var times = await Task.WhenAll(Enumerable.Range(1, load.Sweeps).Select(sweep => sweeps.EndAsync(SimulatedLoad.Name(sweep), stop)));
        var seconds = (times.Max(time => time.Ended) - times.Min(time => time.Began)).TotalSeconds;
        var used = processes.Zip(before, (process, earlier) => CpuMeasure.Seconds(process) - earlier).ToArray();
        var waits = load.EpochSeconds > 0 ? Waits.Of(times.SelectMany(time => time.Trials), load.Epochs * load.EpochSeconds / load.Speed) : null;
        return new SimulatedTime(load, seconds, used[0], used[1], used[2], CpuMeasure.Memory(cluster.CoordinatorId), waits);
    }

    /// <summary>What the heartbeats of a pool without work cost.</summary>
    /// <returns>Cores that the coordinator uses.</returns>
    public static async Task<double> HeartbeatsAsync(int workers, TimeSpan length, CancellationToken stop)
    {
        using var folder = new ScratchFolder();
        await using var cluster = new SweepCluster(folder.Path, orleansDashboard: true);
        await cluster.RestartAsync(stop);
        await cluster.StartWorkersAsync(workers, epochSeconds: 1);
        using var sweeps = new SweepWait(cluster, Look);
        await sweeps.WorkersAsync(workers, stop);

        // The first while compiles, and is not counted.
        _ = await CpuMeasure.OverAsync(cluster.CoordinatorId, length, stop);
        var cores = await CpuMeasure.OverAsync(cluster.CoordinatorId, length, stop);
        await sweeps.WorkersAsync(workers, stop);
        return cores;
    }
}

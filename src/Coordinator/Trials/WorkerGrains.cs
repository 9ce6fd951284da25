using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>
/// Calls workers, once the cluster has told this silo what theirs hosts. A call that does not arrive is nobody's failure: the pool
/// tells the grant again, or finds the worker dead; a stop that was missed is learnt from the next report or heartbeat.
/// </summary>
/// <remarks>
/// A heartbeat may come before the worker's manifest. A call at that moment would fail, and worse: Orleans would remember for good
/// that this grain type has no placement filter, and from then on place any worker's grain on any worker's silo.
/// </remarks>
internal sealed class WorkerGrains(IGrainFactory grains, IClusterManifestProvider manifests, ILogger<WorkerGrains> logger)
{
    private static readonly GrainType Type = GrainType.Create(GrainTypes.GpuWorker);

    /// <summary>Hands a worker an attempt.</summary>
    public async Task StartAsync(WorkerId worker, Assignment assignment)
    {
        var trial = assignment.Trial.Id;
        if (!CanBeCalled(worker))
        {
            Log.WorkerUnreachable(logger, trial, worker.Name, "its silo is not known here yet, or not any more; the pool will repeat the grant");
            return;
        }

        try
        {
            if (!await grains.GpuWorker(worker).StartAsync(assignment))
            {
                Log.WorkerBusy(logger, trial, worker.Name);
            }
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            Log.WorkerUnreachable(logger, trial, worker.Name, failure.Message);
        }
    }

    /// <summary>Tells a worker to end an attempt, and waits for nothing.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="attempt">Its attempt's number.</param>
    /// <param name="handBack">Whether it writes a checkpoint and hands the trial back.</param>
    public void Stop(WorkerId worker, TrialId trial, int attempt, bool handBack)
    {
        if (CanBeCalled(worker))
        {
            grains.GpuWorker(worker).StopAsync(trial, attempt, handBack).ContinueWith(
                failed => Log.WorkerUnreachable(logger, trial, worker.Name, failed.Exception!.InnerException!.Message),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Current);
        }
    }

    /// <summary>Whether a worker's grain can be called now.</summary>
    internal bool CanBeCalled(WorkerId worker) =>
        manifests.Current.Silos.TryGetValue(SiloAddress.FromParsableString(worker.Silo), out var manifest)
        && manifest.Grains.ContainsKey(Type);
}

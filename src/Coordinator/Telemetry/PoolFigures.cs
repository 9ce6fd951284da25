using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Coordinator.Pool;

namespace ResNet.Distributed.Coordinator.Telemetry;

/// <summary>The pool at one moment.</summary>
/// <param name="Idle">Workers without a lease.</param>
/// <param name="Busy">Workers with one.</param>
/// <param name="Leaving">Workers that take nothing new.</param>
/// <param name="Refused">Workers without a lease that will get none, because their images are not the trials'.</param>
/// <param name="Leases">Leases.</param>
/// <param name="Waiting">Trials that wait for one.</param>
internal sealed record PoolFigures(int Idle, int Busy, int Leaving, int Refused, int Leases, int Waiting)
{
    /// <summary>Counts. Workers that are known from claims alone have not been heard of, and are none yet.</summary>
    public static PoolFigures Of(WorkerPoolState pool)
    {
        var workers = pool.Workers.Values
            .Where(worker => worker.Info is not null)
            .ToLookup(worker => worker.Status == WorkerStatus.Idle && pool.Refusal(worker) is not null ? WorkerStatus.Refused : worker.Status);
        return new PoolFigures(
            workers[WorkerStatus.Idle].Count(),
            workers[WorkerStatus.Busy].Count(),
            workers[WorkerStatus.Leaving].Count(),
            workers[WorkerStatus.Refused].Count(),
            pool.Leases.Count,
            pool.Queue.Count);
    }
}

using ResNet.Distributed.Chaos.Cluster;

namespace ResNet.Distributed.Chaos.Faults;

/// <summary>Does to the cluster what a plan says, and undoes it.</summary>
internal sealed class FaultInjector(ChaosCluster cluster, TimeProvider time)
{
    private static readonly TimeSpan TermLimit = TimeSpan.FromSeconds(30);

    /// <summary>Ends when the fault is over; what it broke may still be broken.</summary>
    /// <returns>What went wrong on the way that must not; null for nothing.</returns>
    public async Task<string?> InjectAsync(FaultPlan plan, CancellationToken cancellation)
    {
        switch (plan.Kind)
        {
            case FaultKind.KillWorker or FaultKind.KillCoordinator or FaultKind.KillStore:
                cluster[plan.Target].Kill();
                return null;
            case FaultKind.KillEverything:
                cluster.KillAll();
                return null;
            case FaultKind.FreezeWorker or FaultKind.FreezeCoordinator or FaultKind.FreezeStore:
                await FreezeAsync(plan, cancellation);
                return null;
            case FaultKind.CutWorker or FaultKind.CutCoordinator:
                await CutAsync(plan, cancellation);
                return null;
            case FaultKind.TerminateWorker:
                return await TerminateAsync(plan, cancellation);
            default:
                throw new ArgumentException($"Unknown fault {plan.Kind}.", nameof(plan));
        }
    }

    private async Task FreezeAsync(FaultPlan plan, CancellationToken cancellation)
    {
        var thaw = cluster[plan.Target].Freeze();
        try
        {
            await Task.Delay(plan.Duration, time, cancellation);
        }
        finally
        {
            thaw();
        }
    }

    private async Task CutAsync(FaultPlan plan, CancellationToken cancellation)
    {
        await cluster.CutAsync(plan.Target);
        try
        {
            await Task.Delay(plan.Duration, time, cancellation);
        }
        finally
        {
            await cluster.JoinAsync(plan.Target);
        }
    }

    private async Task<string?> TerminateAsync(FaultPlan plan, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var before = cluster[plan.Target].Exits.Length;
        var code = await cluster[plan.Target].TerminateAsync(TermLimit, cancellation);
        return code switch
        {
            0 => null,
            null when cluster[plan.Target].Exits.Length == before && time.GetElapsedTime(started) < TermLimit => null,
            null => $"{plan.Target} did not end within {TermLimit.TotalSeconds} s of SIGTERM",
            _ => $"{plan.Target} ended with {code} after SIGTERM, expected 0 (after {time.GetElapsedTime(started).TotalSeconds:0.0} s)",
        };
    }
}

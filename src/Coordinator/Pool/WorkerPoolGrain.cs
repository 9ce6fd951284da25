using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Coordinator.Telemetry;
using ResNet.Distributed.ServiceDefaults.Telemetry;

namespace ResNet.Distributed.Coordinator.Pool;

/// <summary>The cluster's one <see cref="WorkerPoolState"/>, with a clock and a way to tell the trials.</summary>
[KeepAlive]
[GrainType(GrainTypes.WorkerPool)]
internal sealed class WorkerPoolGrain(ISiloStatusOracle silos, PoolMeter meter, TimeProvider time, ILogger<WorkerPoolGrain> logger)
    : Grain, IWorkerPoolGrain
{
    // A heartbeat comes every second: eight missed in a row are a lost worker, noticed within 10 s.
    private static readonly TimeSpan Lapse = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Retell = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TickPeriod = TimeSpan.FromSeconds(1);

    private readonly WorkerPoolState _state = new(Lapse, Retell, Guid.NewGuid);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(TickPeriod, TickPeriod) { KeepAlive = true });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        meter.Publish(null);
        return Task.CompletedTask;
    }

    public Task<HeartbeatAnswer> HeartbeatAsync(WorkerHeartbeat heartbeat)
    {
        if (!_state.Knows(heartbeat.Worker.Id))
        {
            Log.WorkerJoined(logger, heartbeat.Worker.Id.Name, heartbeat.Worker.Device, heartbeat.Worker.Host);
        }

        var (answer, effects) = _state.Heartbeat(heartbeat, time.GetUtcNow());
        Tell(effects);
        return Task.FromResult(answer);
    }

    public Task LeaveAsync(WorkerId worker) => TellAsync(_state.Leave(worker, time.GetUtcNow()));

    public Task RequestAsync(WorkerRequest request) => TellAsync(_state.Request(request, time.GetUtcNow()));

    public Task ClaimAsync(Lease lease) => TellAsync([.. _state.Claim(lease, time.GetUtcNow()), .. _state.Bury(lease.Workers.Where(DeadOnes()))]);

    public Task ReleaseAsync(TrialId trial, Guid? lease, WorkerId? doubted) =>
        TellAsync(_state.Release(trial, time.GetUtcNow(), lease, doubted));

    public Task<ImmutableArray<FileHost>> GetFileHostsAsync() =>
        Task.FromResult<ImmutableArray<FileHost>>([.. _state.Workers.Values.Select(worker => worker.Info?.Files).OfType<FileHost>()]);

    public Task<ImmutableArray<WorkerView>> GetWorkersAsync()
    {
        var now = time.GetUtcNow();
        return Task.FromResult<ImmutableArray<WorkerView>>(
            [.. _state.Workers.Values.Where(worker => worker.Info is not null).Select(worker => View(worker, now))]);
    }

    public Task<ImmutableDictionary<int, TrialProgress>> GetProgressAsync(string sweep) =>
        Task.FromResult(_state.Leases.Values
            .Where(lease => lease.Trial.Sweep == sweep)
            .Select(lease => (lease.Trial.Number, Progress: _state.Workers.GetValueOrDefault(lease.Workers[0].ToString())?.Progress))
            .Where(trial => trial.Progress is not null)
            .ToImmutableDictionary(trial => trial.Number, trial => trial.Progress!));

    private WorkerView View(PooledWorker worker, DateTimeOffset now)
    {
        var wanted = _state.Refusal(worker);
        return new WorkerView
        {
            Name = worker.Info!.Id.Name,
            Host = worker.Info.Host,
            Device = worker.Info.Device,
            Status = wanted is null || worker.Leaving ? worker.Status : WorkerStatus.Refused,
            Trial = worker.Lease?.Trial.ToString(),
            HeartbeatAge = (now - worker.Seen).TotalSeconds,
            Data = worker.Info.Data,
            DataSha256 = worker.Info.Content?.Sha256,
            Refusal = wanted is null ? null : $"data differ: it has {worker.Info.Content}; the trials are on {wanted}",
        };
    }

    private Task TickAsync()
    {
        Tell([.. _state.Bury([.. _state.Workers.Values.Select(worker => worker.Id).Where(DeadOnes())]), .. _state.Tick(time.GetUtcNow())]);
        meter.Publish(PoolFigures.Of(_state));
        return Task.CompletedTask;
    }

    // The statuses are asked for once for all workers: each answer is a new list of all silos.
    private Func<WorkerId, bool> DeadOnes()
    {
        var dead = silos.GetApproximateSiloStatuses().Where(silo => silo.Value == SiloStatus.Dead).Select(silo => silo.Key.ToParsableString()).ToHashSet();
        return worker => dead.Contains(worker.Silo);
    }

    private Task TellAsync(IReadOnlyList<PoolEffect> effects)
    {
        Tell(effects);
        return Task.CompletedTask;
    }

    // One-way messages: the pool never waits for a trial. A grant that gets lost is told again by Tick; after a loss that gets
    // lost, the trial goes on claiming the lease, and the silent worker lapses once more.
    private void Tell(IReadOnlyList<PoolEffect> effects)
    {
        foreach (var effect in effects)
        {
            var trial = GrainFactory.Trial(effect.Lease.Trial);
            switch (effect)
            {
                case PoolEffect.Granted:
                    trial.LeaseGrantedAsync(effect.Lease).Ignore();
                    break;
                case PoolEffect.Lost lost:
                    using (new TrialScope(lost.Lease.Trial.Sweep, lost.Lease.Trial.Number, 0).Begin(logger, null))
                    {
                        Log.LeaseLost(logger, lost.Lease.Trial, lost.Lease.Names, lost.Reason);
                    }

                    trial.LeaseLostAsync(new LeaseLoss(lost.Lease.Id, lost.Kind, lost.Reason, lost.Progress)).Ignore();
                    break;
                default:
                    throw new InvalidOperationException($"Unknown effect {effect.GetType().Name}.");
            }
        }
    }
}

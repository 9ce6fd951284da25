using Microsoft.Extensions.Options;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Exchange;
using ResNet.Distributed.GpuWorker.Device;

namespace ResNet.Distributed.GpuWorker.Agent;

/// <summary>Tells the pool every second, and at every change, that the worker lives and what it holds.</summary>
internal sealed class Heartbeats(
    TrainingThread training,
    AttemptSlot slot,
    ILocalSiloDetails silo,
    OwnFiles files,
    IOptions<WorkerOptions> options,
    IGrainFactory grains,
    CoordinatorPresence coordinator,
    TimeProvider time,
    ILogger<Heartbeats> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    // A beat that hangs in a silo that died must not keep the next one from reaching the pool's new place.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly WorkerId _id = new(options.Value.Name, silo.SiloAddress.ToParsableString());

    private bool _nameTaken;

    private IWorkerPoolGrain Pool => grains.WorkerPool();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await Pool.LeaveAsync(_id).WaitAsync(Patience, time, cancellationToken);
        }
        catch (Exception failure)
        {
            // The pool finds out by itself when the heartbeats stay away.
            Log.NotHeard(logger, failure.Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var device = await training.Ready.WaitAsync(stoppingToken);
        var info = new WorkerInfo
        {
            Id = _id,
            Host = Environment.MachineName,
            Device = device.Device,
            Data = device.Data.Name,
            Content = device.Data,
        };
        while (!stoppingToken.IsCancellationRequested)
        {
            var changed = slot.Changed;

            await CoordinatorAsync(stoppingToken);

            // The server may come to listen after the first beat.
            info = info.Files is null ? info with { Files = files.Host(_id.Name) } : info;
            await BeatAsync(info);
            await Task.WhenAny(changed, Task.Delay(Period, time, stoppingToken));
        }
    }

    // A call to a grain that no silo can have would fail, with more noise than a cluster that is starting deserves.
    private async Task CoordinatorAsync(CancellationToken cancellation)
    {
        if (!coordinator.IsThere)
        {
            Log.NoCoordinator(logger);
            await coordinator.WaitAsync(cancellation);
        }
    }

    private async Task BeatAsync(WorkerInfo info)
    {
        var held = slot.Held;
        try
        {
            var answer = await Pool.HeartbeatAsync(new WorkerHeartbeat(info, held?.Describe(), slot.IsClosed)).WaitAsync(Patience, time);
            SayNameTaken(answer == HeartbeatAnswer.NameTaken);
            if (answer != HeartbeatAnswer.Continue && held is not null)
            {
                using var scope = held.BeginScope(logger);
                Log.LeaseIsOver(logger, held.Assignment.Trial.Id, held.Assignment.Attempt);
                held.Stop(handBack: false);
            }
        }
        catch (Exception failure)
        {
            // Whatever it was, the next beat tries again: a worker trains on while its coordinator or the store is away.
            Log.NotHeard(logger, failure.Message);
        }
    }

    // Once, and not with each beat.
    private void SayNameTaken(bool taken)
    {
        if (taken && !_nameTaken)
        {
            Log.NameTaken(logger, _id.Name);
        }

        _nameTaken = taken;
    }
}

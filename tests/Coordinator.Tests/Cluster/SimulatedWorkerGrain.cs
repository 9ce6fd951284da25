using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Placement;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Coordinator.Tests.Cluster;

/// <summary>A worker with a function in place of a device.</summary>
[OnOwnSilo]
[GrainType(GrainTypes.GpuWorker)]
internal sealed class SimulatedWorkerGrain(SimulatedWorkers workers, ILocalSiloDetails silo) : Grain, IGpuWorkerGrain
{
    private readonly HashSet<(TrialId Trial, int Attempt)> _started = [];

    private WorkerId Id => WorkerId.Parse(this.GetPrimaryKeyString());

    public Task<bool> StartAsync(Assignment assignment)
    {
        Assert.Equal(Id.Silo, silo.SiloAddress.ToParsableString());
        if (_started.Add((assignment.Trial.Id, assignment.Attempt)))
        {
            workers.Assigned.Enqueue((Id, assignment));
            var grains = GrainFactory;
            Task.Run(() => workers.Train(grains, assignment)).Ignore();
        }

        return Task.FromResult(true);
    }

    public Task StopAsync(TrialId trial, int attempt, bool handBack)
    {
        workers.Stopped.Enqueue((Id, attempt));
        return Task.CompletedTask;
    }
}

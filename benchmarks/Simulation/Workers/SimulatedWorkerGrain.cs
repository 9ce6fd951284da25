using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Placement;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Simulation.Workers;

/// <summary>Passes assignments to the worker that its key names.</summary>
[OnOwnSilo]
[GrainType(GrainTypes.GpuWorker)]
internal sealed class SimulatedWorkerGrain(SimulatedWorkers workers) : Grain, IGpuWorkerGrain
{
    private SimulatedWorker Worker => workers[WorkerId.Parse(this.GetPrimaryKeyString())];

    public Task<bool> StartAsync(Assignment assignment) => Worker.StartAsync(assignment);

    public Task StopAsync(TrialId trial, int attempt, bool handBack)
    {
        Worker.Stop(trial, attempt, handBack);
        return Task.CompletedTask;
    }
}

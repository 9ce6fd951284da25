using ResNet.Distributed.AppHost.Api;
using ResNet.Distributed.AppHost.Output;
using ResNet.Distributed.AppHost.Store;
using ResNet.Distributed.Launching;
using ResNet.Distributed.Launching.Processes;

namespace ResNet.Distributed.AppHost.Launching;

/// <summary>Runs the topology as child processes on this machine, with the store inside this one.</summary>
internal sealed class BuiltInLauncher : IClusterLauncher
{
    private readonly LaunchPlan _plan;
    private readonly Terminal _terminal;
    private readonly ProgramFile _coordinatorProgram;
    private readonly ProgramFile _workerProgram;
    private readonly ProcessGroup _processes;
    private EmbeddedStore? _store;
    private ScrapeTargets? _targets;

    /// <param name="plan">What to run. Disposed of with the launcher.</param>
    /// <param name="terminal">Where the processes' lines go.</param>
    /// <exception cref="LaunchException">A program of the cluster is missing.</exception>
    public BuiltInLauncher(LaunchPlan plan, Terminal terminal)
    {
        (_plan, _terminal) = (plan, terminal);
        _coordinatorProgram = ProgramFile.Find("Coordinator", AppContext.BaseDirectory);
        _workerProgram = ProgramFile.Find("GpuWorker", AppContext.BaseDirectory);
        _processes = new ProcessGroup(plan.Output.LogFolder, terminal.ProcessLine, terminal.Note, TimeProvider.System);
    }

    /// <inheritdoc />
    public Uri Address => _plan.Topology.Address;

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellation)
    {
        _targets = ScrapeTargets.Write(_plan.Output.TargetsFile, _plan.Topology);
        var store = StartStoreAsync(cancellation);
        await Together.RunAsync(
            cancellation, token => StartCoordinatorAsync(store, token), token => StartWorkersAsync(store, token));
    }

    /// <inheritdoc />
    public Task<T> WhileRunningAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellation) =>
        _processes.WhileRunningAsync(work, cancellation);

    /// <inheritdoc />
    public void Kill() => _processes.Kill();

    /// <summary>Ends the cluster within 10 s: workers, coordinator, store.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // First, so that nobody takes the end for an outage.
            _targets?.Dispose();
        }
        finally
        {
            await _processes.StopAsync();
            _store?.Dispose();
            _plan.Output.Dispose();
        }
    }

    /// <summary>What a node's process is, with the pipe that ends it when this process ends.</summary>
    internal static ProcessSpec Spec(ClusterResource node, ProgramFile program) =>
        new(node.Name, program, node.Environment.SetItem(ClusterResources.ParentPipe, "stdin"));

    private async Task StartStoreAsync(CancellationToken cancellation) =>
        _store = await StoreStep.StartAsync(_plan, cancellation);

    private async Task StartCoordinatorAsync(Task store, CancellationToken cancellation)
    {
        await store;
        foreach (var coordinator in ClusterResources.Of(_plan.Topology).Coordinators)
        {
            _processes.Start(Spec(coordinator, _coordinatorProgram), stopLast: true);
        }

        await HealthProbe.WaitAsync(Address, cancellation);
    }

    private async Task StartWorkersAsync(Task store, CancellationToken cancellation)
    {
        if (_plan.Topology.Workers.IsEmpty)
        {
            return;
        }

        var data = await DataStep.RunAsync(_workerProgram, _plan.Data, _plan.Output.SyntheticDataFolder, cancellation);
        DataStep.Say(data, _terminal);
        await store;
        foreach (var worker in ClusterResources.Of(_plan.Topology.WithData(data.Path)).Workers)
        {
            _processes.Start(Spec(worker, _workerProgram), stopLast: false);
        }
    }
}

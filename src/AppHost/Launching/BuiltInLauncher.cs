using ResNet.Distributed.AppHost.Api;
using ResNet.Distributed.AppHost.Output;
using ResNet.Distributed.AppHost.Processes;
using ResNet.Distributed.AppHost.Store;
using ResNet.Distributed.AppHost.Topology;

namespace ResNet.Distributed.AppHost.Launching;

/// <summary>Runs the topology as child processes on this machine, with the store inside this one.</summary>
internal sealed class BuiltInLauncher : IAsyncDisposable
{
    /// <summary>The first line that a launch prints.</summary>
    public const string Greeting =
        "Launcher: built-in, child processes on this machine (the only launcher of this version, so there is nothing to choose)";

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
        _processes = new ProcessGroup(plan.Output.LogFolder, terminal, TimeProvider.System);
    }

    /// <summary>Base address of the API.</summary>
    public Uri Address => _plan.Topology.Address;

    /// <summary>The data set, once <see cref="StartAsync"/> has ended.</summary>
    public DataSet? Data { get; private set; }

    /// <summary>Starts everything; ends when the API answers and the workers have been started.</summary>
    /// <exception cref="Checks.InputException">The data cannot be used.</exception>
    /// <exception cref="LaunchException">Something does not start.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _targets = ScrapeTargets.Write(_plan.Output.TargetsFile, _plan.Topology);
        var store = StartStoreAsync(together.Token);
        Task[] starting = [StartCoordinatorAsync(store, together.Token), StartWorkersAsync(store, together.Token)];
        try
        {
            await await Task.WhenAny(starting);
            await Task.WhenAll(starting);
        }
        catch
        {
            // One failed: the other has to end before everything is torn down.
            await together.CancelAsync();
            await Task.WhenAll(starting).ContinueWith(_ => { }, TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>Does <paramref name="work"/> while the cluster runs; a process that is given up ends it.</summary>
    public Task<T> WhileRunningAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellation) =>
        _processes.WhileRunningAsync(work, cancellation);

    /// <summary>Ends every child at once.</summary>
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

    private async Task StartStoreAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(_plan.Output.LogFolder);
        if (_plan.Topology.Store is { Embedded: true, Port: var port })
        {
            var log = Path.Combine(_plan.Output.LogFolder, "store.log");
            _store = await Task.Run(() => EmbeddedStore.Start(port, _plan.Output.StoreFolder, log), cancellation);
        }
    }

    private async Task StartCoordinatorAsync(Task store, CancellationToken cancellation)
    {
        await store;
        foreach (var coordinator in _plan.Topology.Coordinators)
        {
            _processes.Start(Spec(coordinator, _coordinatorProgram), stopLast: true);
        }

        await HealthProbe.WaitAsync(Address, cancellation);
    }

    private async Task StartWorkersAsync(Task store, CancellationToken cancellation)
    {
        Data = await DataStep.RunAsync(_workerProgram, _plan.Data, _plan.Output.SyntheticDataFolder, cancellation);
        SayData(Data);
        await store;
        foreach (var worker in _plan.Topology.WithData(Data.Path).Workers)
        {
            _processes.Start(Spec(worker, _workerProgram), stopLast: false);
        }
    }

    private void SayData(DataSet data)
    {
        _terminal.Note($"Data: {data.Name} in {data.Path} ({data.Detail})");
        if (data.IsSynthetic)
        {
            _terminal.Note("SYNTHETIC DATA: these images are made up. Accuracies mean nothing beyond showing that everything works. "
                + "For real results give CIFAR-10 with --data DIR.");
        }
    }

    private ProcessSpec Spec(NodeSpec node, ProgramFile program) =>
        new(node.Name, program, _plan.Key is { } key ? node.Environment.SetItems(key.OfChildren) : node.Environment);
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ResNet.Distributed.AppHost.Api;
using ResNet.Distributed.AppHost.Launching;
using ResNet.Distributed.AppHost.Output;
using ResNet.Distributed.AppHost.Store;
using ResNet.Distributed.Launching;
using ResNet.Distributed.Launching.Processes;

namespace ResNet.Distributed.AppHost.Aspire;

/// <summary>Runs the topology as resources of .NET Aspire on this machine, with the store inside this process.</summary>
internal sealed class AspireLauncher : IClusterLauncher
{
    /// <summary>For the workers' end, then for the coordinators'.</summary>
    private static readonly TimeSpan HeadStart = TimeSpan.FromSeconds(4);

    /// <summary>From the first request to the end of what is left.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(9);

    private readonly LaunchPlan _plan;
    private readonly Terminal _terminal;
    private readonly ProgramFile _workerProgram;
    private readonly DistributedApplication _application;
    private readonly DataResource _dataStep;
    private readonly TaskCompletionSource<DataSet> _data = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly NodeWatch _watch;
    private EmbeddedStore? _store;
    private ScrapeTargets? _targets;
    private bool _started;

    /// <param name="plan">What to run. Disposed of with the launcher.</param>
    /// <param name="terminal">Where the processes' lines go.</param>
    /// <exception cref="LaunchException">A program of the cluster is missing.</exception>
    public AspireLauncher(LaunchPlan plan, Terminal terminal)
    {
        (_plan, _terminal) = (plan, terminal);
        _workerProgram = ProgramFile.Find("GpuWorker", AppContext.BaseDirectory);
        var resources = ClusterResources.Of(plan.Topology);
        var builder = ApplicationFactory.CreateBuilder(terminal);
        _dataStep = ClusterModel.Add(builder, resources, plan.Topology.Store.ConnectionString, VariablesAsync);
        ObservabilityModel.AddToStartByHand(builder, plan.Output);
        _application = builder.Build();
        _watch = new NodeWatch(_application, resources, plan.Output.LogFolder, terminal, TimeProvider.System);
        var lifetime = _application.Services.GetRequiredService<IHostApplicationLifetime>();
        lifetime.ApplicationStopping.Register(() => _watch.Fail(new LaunchException("Aspire was told to stop; the cluster ends with it.")));
    }

    /// <inheritdoc />
    public Uri Address => _plan.Topology.Address;

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellation)
    {
        _targets = ScrapeTargets.Write(_plan.Output.TargetsFile, _plan.Topology);
        _store = await StoreStep.StartAsync(_plan, cancellation);
        _started = true;
        _watch.Start();

        // Side by side: Aspire has not started before the workers have, and they wait for the data.
        await Together.RunAsync(cancellation, StartApplicationAsync, PrepareDataAsync);
        await HealthProbe.WaitAsync(Address, cancellation);
    }

    /// <inheritdoc />
    public async Task<T> WhileRunningAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        using var running = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _watch.Failed);

        // Nothing is started again once the end has been asked for.
        await using var retiring = running.Token.Register(_watch.Retire);
        try
        {
            return await work(running.Token);
        }
        catch (OperationCanceledException) when (_watch.Failed.IsCancellationRequested)
        {
            throw _watch.Failure!;
        }
    }

    /// <summary>Nothing to do: Aspire's orchestrator watches this process, and ends the others when it is gone.</summary>
    public void Kill()
    {
    }

    /// <summary>Ends the cluster within 10 s: workers, coordinators, store.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // First, so that nobody takes the end for an outage.
            _targets?.Dispose();
            _watch.Retire();
            await StopAsync();
        }
        finally
        {
            await _application.DisposeAsync();
            await _watch.DisposeAsync();
            _store?.Dispose();
            _plan.Output.Dispose();
        }
    }

    private async Task StopAsync()
    {
        if (!_started)
        {
            return;
        }

        // Workers go first, so that the coordinator hears their goodbyes.
        using var patience = new CancellationTokenSource(Patience);
        await Task.WhenAny(_watch.StopAsync(ResourceKind.Worker), Task.Delay(HeadStart));
        await Task.WhenAny(_watch.StopAsync(ResourceKind.Coordinator), Task.Delay(HeadStart));
        try
        {
            await _application.StopAsync(patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            // Aspire's orchestrator ends what is left when this process has ended.
        }
    }

    private async Task StartApplicationAsync(CancellationToken cancellation)
    {
        try
        {
            await _application.StartAsync(cancellation);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new LaunchException($"Aspire does not start: {error.Message}", error);
        }
    }

    private async Task PrepareDataAsync(CancellationToken cancellation)
    {
        if (_plan.Topology.Workers.IsEmpty)
        {
            return;
        }

        var data = await _dataStep.RunAsync(
            _application.ResourceNotifications,
            () => DataStep.RunAsync(_workerProgram, _plan.Data, _plan.Output.SyntheticDataFolder, cancellation));
        DataStep.Say(data, _terminal);
        _data.SetResult(data);
    }

    /// <summary>What a node is told; a worker, when it is known where the data are.</summary>
    private async Task<IReadOnlyDictionary<string, string>> VariablesAsync(ClusterResource node, CancellationToken cancellation)
    {
        var topology = node.Kind == ResourceKind.Worker
            ? _plan.Topology.WithData((await _data.Task.WaitAsync(cancellation)).Path)
            : _plan.Topology;
        return ClusterResources.Of(topology).Node(node.Name).Environment;
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using ResNet.Distributed.AppHost.Store;
using ResNet.Distributed.Launching.Topology;

namespace ResNet.Distributed.Dashboard.Cluster;

/// <summary>A store, a coordinator and a process of simulated workers; the last two can be started anew.</summary>
internal sealed class SweepCluster : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly FreePorts _ports = new(IPAddress.Loopback);
    private readonly StoreSpec _spec;
    private readonly EmbeddedStore _store;
    private readonly TopologyOptions _topology;
    private readonly string _folder;
    private readonly bool _orleansDashboard;
    private ImmutableSortedDictionary<string, string> _shared;
    private Node? _coordinator;
    private Node? _workers;

    /// <param name="folder">For everything that is written.</param>
    /// <param name="orleansDashboard">Whether the coordinator serves Orleans' own dashboard.</param>
    public SweepCluster(string folder, bool orleansDashboard)
    {
        (_folder, _orleansDashboard) = (folder, orleansDashboard);
        _spec = StoreSpec.InProcess(_ports.Next());
        _store = EmbeddedStore.Start(_spec.Port, Path.Combine(folder, "store"), Path.Combine(folder, "store.log"));
        _topology = new TopologyOptions { Workers = 1, Threads = 1, Gpus = 0, Port = 0, OutputDirectory = Path.Combine(folder, "runs") };
        _shared = ClusterEnvironment.Shared(_topology, _spec);
    }

    /// <summary>The API.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The coordinator's process.</summary>
    public int CoordinatorId => _coordinator!.Id;

    /// <summary>The process of the workers.</summary>
    public int WorkersId => _workers!.Id;

    /// <summary>
    /// Ends coordinator and workers, where they run, and starts a coordinator. It is ready then. A cluster of its own each time, so that
    /// nobody waits for the one before.
    /// </summary>
    /// <param name="stop">Ends the waiting.</param>
    /// <param name="besideTraining">Whether a worker will train on the coordinator's cores.</param>
    public async Task RestartAsync(CancellationToken stop, bool besideTraining = false)
    {
        await StopWorkersAsync();
        if (_coordinator is not null)
        {
            await _coordinator.DisposeAsync();
        }

        _shared = ClusterEnvironment.Shared(_topology, _spec)
            .SetItem("Coordinator__OrleansDashboard", _orleansDashboard ? "true" : "false");
        var port = _ports.Next();
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
        _coordinator = Node.Start("coordinator", "Coordinator", _folder, Environment("coordinator", port)
            .SetItems(besideTraining ? ClusterEnvironment.Coordinator(_topology) : []), []);
        await ReadyAsync(_coordinator, stop);
    }

    /// <summary>Starts simulated workers in place of those that there are.</summary>
    public async Task StartWorkersAsync(int workers, double epochSeconds, double speed = 1)
    {
        await StopWorkersAsync();
        _workers = Node.Start("simulation", "Simulation", _folder, Environment("simulation", _ports.Next()), [
            "--workers", workers.ToString(CultureInfo.InvariantCulture),
            "--epoch-seconds", epochSeconds.ToString(CultureInfo.InvariantCulture),
            "--speed", speed.ToString(CultureInfo.InvariantCulture),
        ]);
    }

    /// <summary>Starts one worker that trains, on all cores, in place of the workers that there are.</summary>
    public async Task StartWorkerAsync(string dataFolder)
    {
        await StopWorkersAsync();
        _workers = Node.Start("worker", "GpuWorker", _folder, Environment("worker", _ports.Next())
            .SetItems(ClusterEnvironment.Worker(0, _topology with { Threads = System.Environment.ProcessorCount, Device = "cpu" }))
            .SetItem("Run__DataDirectory", dataFolder), []);
    }

    /// <summary>Ends the simulated workers.</summary>
    public async Task StopWorkersAsync()
    {
        if (_workers is not null)
        {
            await _workers.DisposeAsync();
            _workers = null;
        }
    }

    /// <summary>Fails when one of the processes has ended.</summary>
    public void ThrowIfEnded()
    {
        _coordinator?.ThrowIfEnded();
        _workers?.ThrowIfEnded();
    }

    public async ValueTask DisposeAsync()
    {
        await StopWorkersAsync();
        if (_coordinator is not null)
        {
            await _coordinator.DisposeAsync();
        }

        _store.Dispose();
    }

    private ImmutableSortedDictionary<string, string> Environment(string name, int port) =>
        _shared.SetItems(ClusterEnvironment.Node(name, IPAddress.Loopback, port, _ports.Next(), _ports.Next()));

    private async Task ReadyAsync(Node coordinator, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = Address };
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        deadline.CancelAfter(StartLimit);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await IsReadyAsync(http, deadline.Token))
        {
            coordinator.ThrowIfEnded();
            await look.WaitForNextTickAsync(deadline.Token);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken stop)
    {
        try
        {
            using var answer = await http.GetAsync("health", stop);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

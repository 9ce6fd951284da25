using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using ResNet.Distributed.Chaos.Network;
using ResNet.Distributed.Chaos.Processes;

namespace ResNet.Distributed.Chaos.Cluster;

/// <summary>A store, coordinators and workers, each in a network namespace of its own, all kept running.</summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    private readonly PrivateNetwork _network;
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, Node> _nodes = [];
    private readonly List<Uri> _addresses = [];
    private IPAddress? _store;

    private ChaosCluster(PrivateNetwork network, string folder, TimeProvider time) =>
        (_network, _folder, _time) = (network, folder, time);

    /// <summary>The coordinators' base addresses.</summary>
    public IReadOnlyList<Uri> Addresses => _addresses;

    /// <summary>Where results go.</summary>
    public string Output => Path.Combine(_folder, "out");

    /// <summary>Processes that ended without having been told to, so far.</summary>
    public ImmutableArray<NodeExit> UnexpectedExits =>
        [.. _nodes.Values.SelectMany(node => node.Exits).Where(exit => !exit.Expected).OrderBy(exit => exit.At)];

    /// <summary>A node by its name.</summary>
    public Node this[string name] => _nodes[name];

    /// <summary>Starts all of it. The store is ready then, the others start.</summary>
    /// <param name="options">Its sizes.</param>
    /// <param name="programs">What to run.</param>
    /// <param name="data">The data set.</param>
    /// <param name="folder">For logs, store and results.</param>
    /// <param name="time">For waits.</param>
    /// <exception cref="ChaosException">The network cannot be made, or the store does not start.</exception>
    public static async Task<ChaosCluster> StartAsync(
        ChaosOptions options, Programs programs, string data, string folder, TimeProvider time)
    {
        var cluster = new ChaosCluster(await PrivateNetwork.CreateAsync(), folder, time);
        try
        {
            await cluster.AddAllAsync(options, programs, data);
            await cluster.StartNodesAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Loses every packet of a node.</summary>
    public Task CutAsync(string node) => _network.CutAsync(node);

    /// <summary>Ends <see cref="CutAsync"/>.</summary>
    public Task JoinAsync(string node) => _network.JoinAsync(node);

    /// <summary>Ends every process by SIGKILL, the store's too.</summary>
    public void KillAll()
    {
        foreach (var node in _nodes.Values)
        {
            node.Kill();
        }
    }

    /// <summary>Ends when a node cannot be started any more, with the reason.</summary>
    public Task FailureAsync() => Task.WhenAny(_nodes.Values.Select(node => node.Running)).Unwrap();

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Values)
        {
            await node.DisposeAsync();
        }

        await _network.DisposeAsync();
    }

    // The store first, as one would: a process that finds none ends, and is started again.
    private async Task StartNodesAsync()
    {
        _nodes[NodeNames.Store].Start();
        await StoreNode.ReadyAsync(_store!, _time);
        foreach (var node in _nodes.Values.Where(node => node.Name != NodeNames.Store))
        {
            node.Start();
        }
    }

    private async Task AddAllAsync(ChaosOptions options, Programs programs, string data)
    {
        var store = await _network.AddAsync(NodeNames.Store);
        _store = store.Address;
        Add(StoreNode.Spec(NodeNames.Store, store, Path.Combine(_folder, "store")));
        var environment = new NodeEnvironment(options, store.Address, Directory.CreateDirectory(Output).FullName);
        foreach (var name in NodeNames.Coordinators(options.Coordinators))
        {
            var at = await _network.AddAsync(name);
            _addresses.Add(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://{at.Address}:{NodeEnvironment.HttpPort}/")));
            Add(new NodeSpec(name, at, programs.Coordinator, [], environment.Coordinator(name, at.Address)));
        }

        foreach (var (index, name) in NodeNames.Workers(options.Workers).Index())
        {
            var at = await _network.AddAsync(name);
            Add(new NodeSpec(name, at, programs.GpuWorker, [], environment.Worker(index, name, at.Address, data)));
        }
    }

    private void Add(NodeSpec spec) => _nodes.Add(spec.Name, new Node(spec, Path.Combine(_folder, "logs"), _time));
}

using ResNet.Distributed.Chaos.CommandLine;
using ResNet.Distributed.Chaos.Network;
using ResNet.Distributed.Chaos.Processes;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Nodes;

/// <summary>
/// Several machines on one bridge, each with folders and a copy of the data of its own: on the first the store and <c>up</c> without a
/// worker, on the others a node each, all by the commands that a person would type.
/// </summary>
internal sealed class HostCluster : IAsyncDisposable
{
    private const int StorePort = 6379;
    private const int ApiPort = 5080;

    private readonly TempFolder _folder = new();
    private readonly PrivateNetwork _network;
    private readonly string _data;
    private readonly Dictionary<string, Host> _hosts = [];
    private ClusterApi? _api;

    private HostCluster(PrivateNetwork network, string data) => (_network, _data) = (network, data);

    /// <summary>The cluster's API, from outside of all hosts.</summary>
    public ClusterApi Api => _api!;

    /// <summary>The host of this name; the coordinator's is <c>front</c>.</summary>
    public Host this[string name] => _hosts[name];

    /// <summary>The coordinator's output folder.</summary>
    public string Output => _hosts["front"]["runs"];

    private string Store => $"{_hosts["front"].Address}:{StorePort}";

    /// <summary>Starts the first host; the cluster has no worker yet. Skips the test where the machine cannot do it.</summary>
    /// <param name="data">The data set that each host gets a copy of.</param>
    public static async Task<HostCluster> StartAsync(string data)
    {
        Assert.SkipWhen(Requirements.Missing().Any(), string.Join(" ", Requirements.Missing()));
        var cluster = new HostCluster(await PrivateNetwork.CreateAsync(), data);
        try
        {
            await cluster.StartFrontAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds a host without any process.</summary>
    public async Task<Host> AddHostAsync(string name)
    {
        var host = new Host(name, await _network.AddAsync(name), Directory.CreateDirectory(_folder[name]).FullName);
        Copy(_data, host["data"]);
        _hosts.Add(name, host);
        return host;
    }

    /// <summary>Starts the node of a host, which is added where it is new.</summary>
    public async Task<Incarnation> StartNodeAsync(string name, params string[] options)
    {
        var host = _hosts.GetValueOrDefault(name) ?? await AddHostAsync(name);
        return await host.StartAsync(
            Repository.Executable("GpuWorker"),
            ["--store", Store, "--data", host["data"], "--out", host["runs"], "--name", name, "--threads", "1", .. options]);
    }

    /// <summary>Loses every packet of a host.</summary>
    public Task CutAsync(string name) => _network.CutAsync(name);

    /// <summary>Ends <see cref="CutAsync"/>.</summary>
    public Task JoinAsync(string name) => _network.JoinAsync(name);

    /// <summary>Ends every process of a host, as a power cut does.</summary>
    public Task KillAsync(string name) => _network.KillAsync(name);

    /// <summary>All that was said, for a message.</summary>
    public string Logs() => string.Concat(_hosts.Values.Select(host => host.Logs()));

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values)
        {
            host.Dispose();
        }

        await _network.DisposeAsync();
        _api?.Dispose();
        _folder.Dispose();
    }

    private async Task StartFrontAsync()
    {
        var front = await AddHostAsync("front");
        await front.StartAsync(
            "redis-server", "--bind", front.Address, "--port", "6379", "--protected-mode", "no", "--dir", front["."], "--save", "", "--appendonly", "yes");
        await StoreIsUpAsync(front);
        await front.StartAsync(
            Repository.Executable("AppHost"), "up", "--bind", front.Address, "--store", Store, "--workers", "0", "--out", front["runs"], "--port", $"{ApiPort}");
        _api = new ClusterApi(new Uri($"http://{front.Address}:{ApiPort}/"), Path.Combine(front["runs"], ".cluster", "api-key"), Logs);
        await _api.ReadyAsync();
    }

    private static Task StoreIsUpAsync(Host front) => Chaos.Cluster.StoreNode.ReadyAsync(System.Net.IPAddress.Parse(front.Address), TimeProvider.System);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}

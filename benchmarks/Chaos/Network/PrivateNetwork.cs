using System.Globalization;
using System.Net;

namespace ResNet.Distributed.Chaos.Network;

/// <summary>
/// A network namespace for each node, and one more with the bridge that joins them. This process' own namespace has one link to the
/// bridge. The ends on the bridge are named after their nodes.
/// </summary>
internal sealed class PrivateNetwork : IAsyncDisposable
{
    private const string Bridge = "bridge";
    private const string Hub = "hub";
    private const int FirstHost = 10;
    private const string Disabled = "0";
    private const string Forwarding = "3";

    private readonly RunTag _tag;
    private readonly string _subnet;
    private readonly List<string> _namespaces = [];
    private int _hosts = FirstHost;

    private PrivateNetwork(RunTag tag, string subnet) => (_tag, _subnet) = (tag, subnet);

    private string HubNamespace => _tag.Namespace(Hub);

    /// <summary>Makes the bridge and our link to it.</summary>
    /// <exception cref="ChaosException">A command failed; nothing is left.</exception>
    public static async Task<PrivateNetwork> CreateAsync()
    {
        var tag = RunTag.Next();
        var network = new PrivateNetwork(tag, await FreeSubnet.FindAsync(tag));
        try
        {
            await network.AddNamespaceAsync(Hub);
            await IpInAsync(network.HubNamespace, "link", "add", Bridge, "type", "bridge");
            await IpInAsync(network.HubNamespace, "link", "set", Bridge, "up");
            await IpAsync("link", "add", tag.RootLink, "type", "veth", "peer", "name", "root", "netns", network.HubNamespace);
            await IpInAsync(network.HubNamespace, "link", "set", "root", "master", Bridge, "up");
            await IpAsync("addr", "add", $"{network._subnet}.1/24", "dev", tag.RootLink);
            await IpAsync("link", "set", tag.RootLink, "up");
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives a node a namespace, joined to the others.</summary>
    /// <param name="node">Its name, at most 15 characters.</param>
    /// <exception cref="ChaosException">A command failed.</exception>
    public async Task<NodeAddress> AddAsync(string node)
    {
        var name = await AddNamespaceAsync(node);
        var address = string.Create(CultureInfo.InvariantCulture, $"{_subnet}.{_hosts++}");
        await IpInAsync(HubNamespace, "link", "add", node, "type", "veth", "peer", "name", "eth0", "netns", name);
        await IpInAsync(HubNamespace, "link", "set", node, "master", Bridge, "up");
        await IpInAsync(name, "addr", "add", $"{address}/24", "dev", "eth0");
        await IpInAsync(name, "link", "set", "eth0", "up");
        return new NodeAddress(name, IPAddress.Parse(address));
    }

    /// <summary>
    /// Loses every packet from and to the node, both ways. Its link stays up, as with a broken switch further on: connections hang
    /// and nobody is told.
    /// </summary>
    public Task CutAsync(string node) => SetStateAsync(node, Disabled);

    /// <summary>Ends <see cref="CutAsync"/>.</summary>
    public Task JoinAsync(string node) => SetStateAsync(node, Forwarding);

    /// <summary>Ends every process of a node by SIGKILL, as a power cut does.</summary>
    public Task KillAsync(string node) => Leftovers.KillAsync(_tag.Namespace(node));

    /// <summary>Removes everything, with the processes that are still in it.</summary>
    public async ValueTask DisposeAsync()
    {
        await CommandRunner.TryAsync("ip", "link", "del", _tag.RootLink);
        foreach (var name in _namespaces)
        {
            await Leftovers.RemoveAsync(name);
        }

        _namespaces.Clear();
    }

    private async Task<string> AddNamespaceAsync(string node)
    {
        var name = _tag.Namespace(node);
        await IpAsync("netns", "add", name);
        _namespaces.Add(name);
        await IpInAsync(name, "link", "set", "lo", "up");
        return name;
    }

    private Task SetStateAsync(string node, string state) =>
        CommandRunner.RunAsync("bridge", "-n", HubNamespace, "link", "set", "dev", node, "state", state);

    private static Task IpAsync(params string[] arguments) => CommandRunner.RunAsync("ip", arguments);

    private static Task IpInAsync(string name, params string[] arguments) => IpAsync(["-n", name, .. arguments]);
}

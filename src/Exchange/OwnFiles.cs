using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.ServiceDefaults;

namespace ResNet.Distributed.Exchange;

/// <summary>This process as one from which files can be fetched.</summary>
/// <param name="run">Has the folder.</param>
/// <param name="silo">Has the address at which others reach this process; none in a process that is no member of the cluster.</param>
/// <param name="server">Has the port, once it has started; none in a process without a server.</param>
public sealed class OwnFiles(IOptions<RunOptions> run, ILocalSiloDetails? silo = null, IServer? server = null)
{
    private readonly Lazy<string?> _folder = new(() => FolderMark.Of(run.Value.OutputDirectory));

    /// <summary>The mark of this process' output folder.</summary>
    public string? Folder => _folder.Value;

    /// <summary>Those of some hosts whose folder is not this process'.</summary>
    public ImmutableArray<FileHost> Foreign(ImmutableArray<FileHost> hosts) => hosts.RemoveAll(host => host.Shares(Folder));

    /// <summary>Where others fetch from; null while there is no server.</summary>
    /// <param name="name">What this process is called.</param>
    public FileHost? Host(string name)
    {
        var bound = server?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        if (bound is null || silo is null)
        {
            return null;
        }

        // Bound to every address, as in a container, or to one: others are told the silo's, which they reach.
        var listening = new Uri(bound.Replace("+", "localhost", StringComparison.Ordinal).Replace("*", "localhost", StringComparison.Ordinal));
        var reached = new IPEndPoint(silo.SiloAddress.Endpoint.Address, listening.Port);
        return new FileHost(name, new Uri($"{listening.Scheme}://{reached}/"), Folder);
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using ResNet.Distributed.Launching.Store;
using ResNet.Distributed.Launching.Topology;

namespace ResNet.Distributed.Launching.Checks;

/// <summary>Looks at everything the caller gave before anything is started, and tells all faults at once.</summary>
public sealed class InputChecks
{
    private readonly ImmutableArray<string>.Builder _faults = ImmutableArray.CreateBuilder<string>();
    private OutputFolder? _output;

    /// <summary>Adds a fault that was found elsewhere.</summary>
    public void Add(string fault) => _faults.Add(fault);

    /// <summary>Whether the folder is there; what it holds is for the data step to say.</summary>
    public void DataFolder(string? path)
    {
        if (path is not null && !Directory.Exists(path) && !File.Exists(path))
        {
            _faults.Add(
                $"--data {path}: there is no such folder. Give the folder that holds CIFAR-10's batches (data_batch_1 … test_batch), "
                + "or leave --data out to have it found or downloaded.");
        }
    }

    /// <summary>Whether there will be workers at all.</summary>
    public void AnyWorkers(int workers, string? store)
    {
        if (workers == 0 && store is null)
        {
            _faults.Add(
                "--workers 0: there would be no worker, and none could join, because the embedded store listens on this machine's loopback "
                + "address only. Give a Redis or Garnet that the nodes reach too, with --store HOST:PORT, or --workers 1 or more.");
        }
    }

    /// <summary>Whether others could reach this machine at an address.</summary>
    /// <param name="bind">The address.</param>
    /// <param name="store">Connection string of the store; null for the embedded one, which others cannot reach.</param>
    public void Bind(IPAddress bind, string? store)
    {
        if (!IPAddress.IsLoopback(bind) && store is null)
        {
            _faults.Add(
                $"--bind {bind}: the embedded store listens on this machine's loopback address only, so no other machine could join. "
                + "Give a Redis or Garnet that all of them reach, with --store HOST:PORT, or leave --bind out.");
        }

        if (bind.Equals(IPAddress.Any) || bind.Equals(IPAddress.IPv6Any))
        {
            _faults.Add($"--bind {bind}: stands for every address, and others have to be told one. {Addresses()}");
        }
        else if (!FreePorts.IsFree(bind, 0))
        {
            _faults.Add($"--bind {bind}: is not an address of this machine. {Addresses()}");
        }
    }

    /// <summary>Whether the API's port can be listened on; 0 always can.</summary>
    public void Port(IPAddress bind, int port)
    {
        if (port > 0 && FreePorts.IsFree(bind, 0) && !FreePorts.IsFree(bind, port))
        {
            _faults.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"--port {port}: in use, or not allowed here. Choose another with --port N, or --port 0 for a free one."));
        }
    }

    /// <summary>Whether a file could be written at <paramref name="path"/>.</summary>
    public void FileToWrite(string option, string? path)
    {
        if (path is not null && FileProbe.WhyNotWritable(path) is { } reason)
        {
            _faults.Add($"{option} {path}: {reason}. Choose a file in a folder that you may write to.");
        }
    }

    /// <summary>Whether the store at <paramref name="connection"/> answers; null stands for the embedded one, which will.</summary>
    public async Task StoreAsync(string? connection, CancellationToken cancellation)
    {
        if (connection is not null && await StoreProbe.WhyNotReachableAsync(connection, cancellation) is { } reason)
        {
            _faults.Add(
                $"--store {Store.StoreConnection.WithoutPassword(connection)}: {reason}. Give the address of a running Redis or Garnet as HOST:PORT, "
                + "or leave --store out for the embedded one.");
        }
    }

    /// <summary>Takes the folder for the results.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="node">The node that takes it; null: the launcher of the cluster.</param>
    public void Output(string folder, string? node = null)
    {
        try
        {
            _output = OutputFolder.Take(folder, node);
        }
        catch (InputException error)
        {
            _faults.AddRange(error.Faults);
        }
    }

    /// <summary>The folder that <see cref="Output"/> took, when nothing was wrong anywhere; else everything is put back.</summary>
    /// <exception cref="InputException">Something was wrong.</exception>
    public OutputFolder Accept()
    {
        ThrowIfAny();
        return _output ?? throw new InvalidOperationException("The output folder was not checked.");
    }

    /// <summary>Ends the checks when something was wrong.</summary>
    /// <exception cref="InputException">With everything that was.</exception>
    public void ThrowIfAny()
    {
        if (_faults.Count > 0)
        {
            _output?.GiveUp();
            throw new InputException(_faults.ToImmutable());
        }
    }

    private static string Addresses()
    {
        var own = NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => !address.IsIPv6LinkLocal);
        return $"Give one of: {string.Join(", ", own)}.";
    }
}

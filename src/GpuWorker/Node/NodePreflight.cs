using System.Net;
using System.Text.RegularExpressions;
using ResNet.Distributed.GpuWorker.Commands;
using ResNet.Distributed.Launching;
using ResNet.Distributed.Launching.Checks;
using ResNet.Distributed.Launching.Store;
using ResNet.Distributed.Launching.Topology;
using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.GpuWorker.Node;

/// <summary>From a node's options to its plan: everything is checked and the data is there, no worker is started.</summary>
internal static partial class NodePreflight
{
    /// <summary>Checks everything, and says all that is wrong at once.</summary>
    /// <exception cref="InputException">Something is wrong.</exception>
    public static async Task<NodePlan> PlanAsync(NodeOptions options, CancellationToken cancellation)
    {
        var checks = new InputChecks();
        checks.DataFolder(options.Data);
        if (!Name().IsMatch(options.Name))
        {
            checks.Add($"--name {options.Name}: expected up to 58 letters, digits, '.', '_' or '-', the first a letter or digit.");
        }

        await checks.StoreAsync(options.Store, cancellation);
        var bind = options.Bind ?? await LocalAddress.TowardsAsync(options.Store, cancellation) ?? IPAddress.Loopback;
        checks.Bind(bind, options.Store);
        checks.ThrowIfAny();
        checks.Output(options.Out, options.Name);
        var output = checks.Accept();
        var data = await DataAsync(options.Data, cancellation);
        return new NodePlan(ClusterTopology.Create(Sizes(options, bind, output.Path, Machine.Detect().For(options.Device))).WithData(data.Path), output, data);
    }

    /// <summary>Fills in what was left to us.</summary>
    public static TopologyOptions Sizes(NodeOptions options, IPAddress bind, string outputDirectory, Machine machine)
    {
        var workers = options.Workers ?? machine.DefaultNodeWorkers;
        return new TopologyOptions
        {
            Coordinators = 0,
            Workers = workers,
            WorkerPrefix = options.Name,
            Threads = options.Threads ?? machine.DefaultThreads(workers),
            Device = options.Device,
            Gpus = machine.Gpus,
            Bind = bind,
            Port = 0,
            OutputDirectory = outputDirectory,
            Store = options.Store,
            OtlpEndpoint = Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"),
        };
    }

    // Never made up here: the other nodes may have real images, and one node's synthetic ones would be refused by the first trial.
    private static async Task<LocatedData> DataAsync(string? given, CancellationToken cancellation)
    {
        try
        {
            using var progress = new DownloadBar(Console.Error);
            var located = await DataLocator.LocateAsync(new DataLocatorOptions { Given = given, SyntheticFolder = null }, progress, cancellation);
            return located with { Path = Path.GetFullPath(located.Path) };
        }
        catch (CifarDataException error)
        {
            throw new InputException(error.Message);
        }
        catch (CifarDownloadException error)
        {
            throw new InputException(
                $"There are no images in dataset/, and CIFAR-10 could not be downloaded: {error.Message}. "
                + "Copy the folder that the other nodes use, and name it with --data DIR.");
        }
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,57}$")]
    private static partial Regex Name();
}

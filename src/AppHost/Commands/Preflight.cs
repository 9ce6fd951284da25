using ResNet.Distributed.AppHost.Checks;
using ResNet.Distributed.AppHost.Launching;
using ResNet.Distributed.AppHost.Security;
using ResNet.Distributed.Launching;
using ResNet.Distributed.Launching.Checks;
using ResNet.Distributed.Launching.Topology;

namespace ResNet.Distributed.AppHost.Commands;

/// <summary>From a command's options to a plan: everything is checked, nothing is started.</summary>
internal static class Preflight
{
    /// <summary>Checks what all commands have in common, on top of what <paramref name="checks"/> holds already.</summary>
    /// <exception cref="InputException">Something is wrong; all of it is named.</exception>
    public static async Task<LaunchPlan> PlanAsync(InputChecks checks, ClusterOptions options, CancellationToken cancellation)
    {
        checks.DataFolder(options.Data);
        var machine = Machine.Detect().For(options.Device);
        checks.AnyWorkers(Workers(options, machine), options.Store);
        checks.Bind(options.Bind, options.Store);
        checks.Port(options.Bind, options.Port);
        await checks.StoreAsync(options.Store, cancellation);
        var key = checks.ApiKey(options.ApiKeyFile);
        checks.Output(options.Out);
        var output = checks.Accept();
        key ??= ApiKey.Needed(options.Bind, output.ClusterFolder);
        var topology = ClusterTopology.Create(Sizes(options, output.Path, machine));
        return new LaunchPlan(key is null ? topology : topology.With(key.OfChildren), output, options.Data, key);
    }

    /// <summary>How many workers there will be.</summary>
    public static int Workers(ClusterOptions options, Machine machine) => options.Workers ?? machine.DefaultWorkers;

    /// <summary>Fills in what was left to us.</summary>
    public static TopologyOptions Sizes(ClusterOptions options, string outputDirectory, Machine machine)
    {
        var workers = Workers(options, machine);
        return new TopologyOptions
        {
            Coordinators = options.Coordinators ?? 1,
            Workers = workers,
            Threads = options.Threads ?? machine.DefaultThreads(workers),
            Device = options.Device,
            Gpus = machine.Gpus,
            Bind = options.Bind,
            Port = options.Port,
            OutputDirectory = outputDirectory,
            Store = options.Store,
            OtlpEndpoint = Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"),
        };
    }
}

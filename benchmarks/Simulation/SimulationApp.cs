using System.Net;
using ResNet.Distributed.Contracts.Placement;
using ResNet.Distributed.Launching.Topology;
using ResNet.Distributed.Membership;
using ResNet.Distributed.ServiceDefaults;
using ResNet.Distributed.ServiceDefaults.Lifetime;
using ResNet.Distributed.Simulation.Workers;

namespace ResNet.Distributed.Simulation;

/// <summary>Puts the process together: one silo, and on it as many workers as are wanted.</summary>
internal static class SimulationApp
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(7);

    /// <summary>The application, not yet started.</summary>
    public static WebApplication Create(SimulationOptions options)
    {
        var builder = WebApplication.CreateBuilder();
        if (options.Store is { } store)
        {
            builder.Configuration.AddInMemoryCollection(Settings(StoreSpec.External(store)));
        }

        builder.AddServiceDefaults();
        builder.Services.AddParentWatch(builder.Configuration).AddShutdownDeadline(StopLimit);
        builder.Services.AddSingleton(options);
        builder.UseOrleans(silo => silo.Services.AddResNetCluster().AddJoinTurns());

        // After the silo, so that it stops before it: the pool hears goodbye first.
        builder.Services.AddSingleton<SimulatedWorkers>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SimulatedWorkers>());

        var app = builder.Build();
        app.MapServiceDefaults();
        return app;
    }

    // What the launcher puts into a worker's environment; the parent's pipe is the launcher's alone.
    private static IEnumerable<KeyValuePair<string, string?>> Settings(StoreSpec store)
    {
        var ports = new FreePorts(IPAddress.Loopback);
        var topology = new TopologyOptions { Workers = 1, Threads = 1, Gpus = 0, Port = 0, OutputDirectory = "runs" };
        return ClusterEnvironment.Shared(topology, store)
            .Remove("Launcher__ParentPipe")
            .AddRange(ClusterEnvironment.Node("simulation", IPAddress.Loopback, ports.Next(), ports.Next(), ports.Next()))
            .Select(variable => KeyValuePair.Create(Key(variable.Key), (string?)variable.Value));
    }

    private static string Key(string variable) =>
        variable == "ASPNETCORE_URLS" ? WebHostDefaults.ServerUrlsKey : variable.Replace("__", ":", StringComparison.Ordinal);
}

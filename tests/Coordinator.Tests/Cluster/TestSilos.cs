using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.Hosting;
using Orleans.TestingHost;
using ResNet.Distributed.Contracts.Api;
using ResNet.Distributed.Contracts.Grains;
using ResNet.Distributed.Contracts.Placement;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Coordinator.Sweeps;
using ResNet.Distributed.Coordinator.Telemetry;
using ResNet.Distributed.Coordinator.Trials;
using ResNet.Distributed.Exchange;
using ResNet.Distributed.ServiceDefaults;

namespace ResNet.Distributed.Coordinator.Tests.Cluster;

/// <summary>Two silos in this process with the coordinator's grains, state in memory, and simulated workers.</summary>
internal sealed class TestSilos : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private TestSilos(InProcessTestCluster cluster, SimulatedWorkers workers, SharedStorage storage, GrainCalls calls, string folder) =>
        (_cluster, Workers, Storage, Calls, Folder) = (cluster, workers, storage, calls, folder);

    public SimulatedWorkers Workers { get; }

    public SharedStorage Storage { get; }

    /// <summary>Every call that a grain has taken.</summary>
    public GrainCalls Calls { get; }

    /// <summary>The output folder, alone in a folder of this test's own.</summary>
    public string Folder { get; }

    public IGrainFactory Grains => _cluster.Client;

    public IWorkerPoolGrain Pool => Grains.WorkerPool();

    public static async Task<TestSilos> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("resnet-coordinator-").CreateSubdirectory("runs").FullName;
        var workers = new SimulatedWorkers();
        var storage = new SharedStorage();
        var calls = new GrainCalls();
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddIncomingGrainCallFilter(calls);
            silo.Services
                .AddGrainStorage("Default", (_, _) => storage)
                .AddSingleton<IReportLog>(storage)
                .AddHostedService<WakeSweeps>()
                .AddResNetCluster()
                .AddSingleton(TimeProvider.System)
                .AddSingleton<WorkerGrains>()
                .AddTrialFiles()
                .AddSingleton<TrialArchive>()
                .AddCoordinatorTelemetry()
                .AddSingleton(workers)
                .Configure<RunOptions>(run => run.OutputDirectory = folder);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new TestSilos(cluster, workers, storage, calls, folder);
    }

    /// <summary>Lets a simulated worker join, on one of the silos.</summary>
    public async Task<WorkerId> JoinAsync(string name, int silo = 0)
    {
        var id = new WorkerId(name, _cluster.Silos[silo].SiloAddress.ToParsableString());
        await BeatAsync(id);
        return id;
    }

    /// <summary>Ends a silo without a goodbye.</summary>
    public Task KillAsync(int silo) => _cluster.KillSiloAsync(_cluster.Silos[silo]);

    /// <summary>One heartbeat of an idle worker.</summary>
    public Task BeatAsync(WorkerId id) => Pool.HeartbeatAsync(new WorkerHeartbeat(
        new WorkerInfo { Id = id, Host = "host", Device = "simulated", Data = "cifar-10" }, null, false));

    /// <summary>Looks at a sweep until it is as wanted, with a deadline; calls that fail while silos find each other are repeated.</summary>
    public async Task<SweepView> SweepAsync(string name, Func<SweepView, bool> wanted, Func<Task>? meanwhile = null)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        SweepView? sweep = null;
        while (await look.WaitForNextTickAsync(deadline.Token))
        {
            try
            {
                sweep = await Grains.Coordinator(name).GetAsync();
                await (meanwhile?.Invoke() ?? Task.CompletedTask);
            }
            catch (Exception failure) when (failure is OrleansException or TimeoutException)
            {
                continue;
            }

            if (sweep is not null && wanted(sweep))
            {
                return sweep;
            }
        }

        throw new TimeoutException($"The sweep stayed {sweep}");
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(Folder)!, recursive: true);
    }
}

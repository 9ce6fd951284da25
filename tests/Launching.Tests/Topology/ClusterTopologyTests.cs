using System.Net;
using ResNet.Distributed.Launching.Topology;

namespace ResNet.Distributed.Launching.Tests.Topology;

public sealed class ClusterTopologyTests
{
    private static readonly TopologyOptions Options = new()
    {
        Workers = 3,
        Threads = 4,
        Gpus = 0,
        Port = 5080,
        OutputDirectory = "/srv/runs",
    };

    [Fact]
    public void Processes_have_names_and_ports_of_their_own()
    {
        var topology = ClusterTopology.Create(Options);

        Assert.Equal("coordinator-0", topology.Coordinators[0].Name);
        Assert.Equal(["worker-0", "worker-1", "worker-2"], topology.Workers.Select(w => w.Name));
        Assert.Equal(new Uri("http://127.0.0.1:5080/"), topology.Address);
        var ports = topology.Workers.AddRange(topology.Coordinators)
            .SelectMany(n => new[] { n.Http.Port, n.SiloPort, n.GatewayPort })
            .Append(topology.Store.Port)
            .ToList();
        Assert.Equal(13, ports.Distinct().Count());
    }

    [Fact]
    public void Port_zero_becomes_a_free_one() => Assert.NotEqual(0, ClusterTopology.Create(Options with { Port = 0 }).Coordinators[0].Http.Port);

    [Fact]
    public void A_worker_is_told_all_it_needs()
    {
        var topology = ClusterTopology.Create(Options with { OtlpEndpoint = "http://127.0.0.1:4317" }).WithData("/srv/cifar");
        var worker = topology.Workers[1];
        var expected = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{worker.Http.Port}",
            ["ConnectionStrings__redis"] = $"127.0.0.1:{topology.Store.Port},abortConnect=false",
            ["DOTNET_gcServer"] = "0",
            ["GLIBC_TUNABLES"] = "glibc.malloc.hugetlb=1",
            ["Launcher__ParentPipe"] = "stdin",
            ["MALLOC_MMAP_THRESHOLD_"] = "8589934592",
            ["MALLOC_TOP_PAD_"] = "268435456",
            ["MALLOC_TRIM_THRESHOLD_"] = "8589934592",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:4317",
            ["OTEL_SERVICE_NAME"] = "worker-1",
            ["Orleans__ClusterId"] = topology.Coordinators[0].Environment["Orleans__ClusterId"],
            ["Orleans__Clustering__ConnectionName"] = "redis",
            ["Orleans__Clustering__ProviderType"] = "Redis",
            ["Orleans__Endpoints__AdvertisedIPAddress"] = "127.0.0.1",
            ["Orleans__Endpoints__GatewayPort"] = $"{worker.GatewayPort}",
            ["Orleans__Endpoints__SiloPort"] = $"{worker.SiloPort}",
            ["Orleans__GrainStorage__Default__ConnectionName"] = "redis",
            ["Orleans__GrainStorage__Default__ProviderType"] = "Redis",
            ["Orleans__Reminders__ConnectionName"] = "redis",
            ["Orleans__Reminders__ProviderType"] = "Redis",
            ["Orleans__ServiceId"] = "resnet-distributed",
            ["Run__DataDirectory"] = "/srv/cifar",
            ["Run__OutputDirectory"] = "/srv/runs",
            ["Worker__Device"] = "auto",
            ["Worker__Name"] = "worker-1",
            ["Worker__Threads"] = "4",
        };

        Assert.Equal(expected.AsEnumerable(), worker.Environment.AsEnumerable());
    }

    [Theory]
    [InlineData(3, 0, "0")]
    [InlineData(3, 1, null)]
    [InlineData(0, 0, null)]
    public void A_coordinators_threads_look_for_work_where_no_worker_needs_its_cores(int workers, int gpus, string? limit)
    {
        var topology = ClusterTopology.Create(Options with { Workers = workers, Gpus = gpus });

        Assert.Equal(limit, topology.Coordinators[0].Environment.GetValueOrDefault("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"));
    }

    [Fact]
    public void The_coordinator_trains_nothing()
    {
        var variables = ClusterTopology.Create(Options).Coordinators[0].Environment.Keys;

        Assert.DoesNotContain(variables, v => v.StartsWith("MALLOC") || v.StartsWith("Worker__") || v == "GLIBC_TUNABLES");
    }

    [Fact]
    public void Workers_take_the_gpus_in_turn()
    {
        var workers = ClusterTopology.Create(Options with { Gpus = 2 }).Workers;

        Assert.Equal(["0", "1", "0"], workers.Select(w => w.Environment["CUDA_VISIBLE_DEVICES"]));
    }

    [Fact]
    public void Workers_of_the_cpu_have_no_gpu_and_are_two()
    {
        var machine = new Machine(8, 4);
        var topology = ClusterTopology.Create(Options with { Device = "cpu", Gpus = machine.For("cpu").Gpus });

        Assert.Equal(machine, machine.For("auto"));
        Assert.Equal(machine, machine.For("cuda"));
        Assert.Equal(2, machine.For("cpu").DefaultWorkers);
        Assert.All(topology.Workers, worker =>
        {
            Assert.Equal("cpu", worker.Environment["Worker__Device"]);
            Assert.DoesNotContain("CUDA_VISIBLE_DEVICES", worker.Environment.Keys);
        });
    }

    [Fact]
    public void Every_launch_with_its_own_store_is_a_cluster_of_its_own()
    {
        Assert.NotEqual(ClusterId(Options), ClusterId(Options));
        Assert.StartsWith("resnet-", ClusterId(Options));
    }

    [Fact]
    public void A_shared_store_has_one_cluster_which_nodes_join()
    {
        var topology = ClusterTopology.Create(Options with { Store = "redis.example:6379,password=x" });

        Assert.Equal("resnet-distributed", topology.Coordinators[0].Environment["Orleans__ClusterId"]);
        Assert.Equal("redis.example:6379,password=x", topology.Coordinators[0].Environment["ConnectionStrings__redis"]);
        Assert.False(topology.Store.Embedded);
    }

    [Fact]
    public void Everything_listens_at_the_address_that_was_asked_for()
    {
        var topology = ClusterTopology.Create(Options with { Bind = IPAddress.Parse("127.0.0.2"), Store = "redis:6379" });

        Assert.Equal(new Uri("http://127.0.0.2:5080/"), topology.Address);
        Assert.All(topology.Workers.AddRange(topology.Coordinators), node =>
        {
            Assert.Equal($"http://127.0.0.2:{node.Http.Port}", node.Environment["ASPNETCORE_URLS"]);
            Assert.Equal("127.0.0.2", node.Environment["Orleans__Endpoints__AdvertisedIPAddress"]);
        });
    }

    [Fact]
    public void A_nodes_part_is_its_workers_under_its_own_name()
    {
        var topology = ClusterTopology.Create(
            Options with { Coordinators = 0, Workers = 2, WorkerPrefix = "gpu1", Gpus = 2, Store = "redis:6379" });

        Assert.Empty(topology.Coordinators);
        Assert.Equal(["gpu1-0", "gpu1-1"], topology.Workers.Select(worker => worker.Name));
        Assert.Equal(["gpu1-0", "gpu1-1"], topology.Workers.Select(worker => worker.Environment["Worker__Name"]));
        Assert.Equal(["0", "1"], topology.Workers.Select(worker => worker.Environment["CUDA_VISIBLE_DEVICES"]));
    }

    [Theory]
    [InlineData(8, 0, 2, 4)]
    [InlineData(1, 0, 2, 1)]
    [InlineData(64, 4, 4, 16)]
    public void Sizes_follow_the_machine(int cores, int gpus, int workers, int threads)
    {
        var machine = new Machine(cores, gpus);

        Assert.Equal(workers, machine.DefaultWorkers);
        Assert.Equal(threads, machine.DefaultThreads(machine.DefaultWorkers));
    }

    private static string ClusterId(TopologyOptions options) =>
        ClusterTopology.Create(options).Coordinators[0].Environment["Orleans__ClusterId"];
}

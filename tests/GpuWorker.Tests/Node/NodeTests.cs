using System.CommandLine;
using System.Net;
using ResNet.Distributed.GpuWorker.Node;
using ResNet.Distributed.Launching.Topology;

namespace ResNet.Distributed.GpuWorker.Tests.Node;

public sealed class NodeTests
{
    private readonly NodeOptionSet _set = new();
    private readonly RootCommand _command = [];

    public NodeTests()
    {
        _set.AddTo(_command);
        _command.SetAction(_ => 0);
    }

    [Fact]
    public void Without_options_the_process_is_a_single_worker()
    {
        var parsed = _command.Parse([]);

        Assert.Empty(parsed.Errors);
        Assert.Null(_set.Read(parsed));
    }

    [Fact]
    public void With_a_store_it_is_a_node_named_after_its_host()
    {
        var options = _set.Read(_command.Parse(["--store", "redis:6379", "--data", "/data"]));

        Assert.Equal(
            new NodeOptions { Store = "redis:6379", Data = "/data", Name = Environment.MachineName, Out = "runs" }, options);
    }

    [Fact]
    public void Options_of_a_node_without_a_store_are_refused()
    {
        var error = Assert.Single(_command.Parse(["--data", "/data", "--workers", "2"]).Errors);

        Assert.StartsWith("--data, --workers: for a node, which needs --store CONNECTION too", error.Message);
    }

    [Theory]
    [InlineData(4, null, 4, 16)]
    [InlineData(0, null, 1, 64)]
    [InlineData(0, 3, 3, 21)]
    public void A_node_has_a_worker_for_each_gpu_and_one_without(int gpus, int? asked, int workers, int threads)
    {
        var options = new NodeOptions { Store = "redis:6379", Name = "gpu1", Out = "runs", Workers = asked };

        var sizes = NodePreflight.Sizes(options, IPAddress.Loopback, "/runs", new Machine(Cores: 64, gpus));

        Assert.Equal((0, workers, threads, gpus, "gpu1"), (sizes.Coordinators, sizes.Workers, sizes.Threads, sizes.Gpus, sizes.WorkerPrefix));
    }
}

using System.Text.Json;
using ResNet.Distributed.AppHost.Launching;
using ResNet.Distributed.Launching;
using ResNet.Distributed.Launching.Topology;

namespace ResNet.Distributed.AppHost.Tests.Launching;

public sealed class ScrapeTargetsTests : IDisposable
{
    private static readonly ClusterTopology Topology = ClusterTopology.Create(new TopologyOptions
    {
        Coordinators = 2,
        Workers = 3,
        Threads = 1,
        Gpus = 0,
        Port = 5080,
        OutputDirectory = "/srv/runs",
    });

    private readonly TemporaryFolder _folder = new();

    private string File => _folder["targets/prometheus.json"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_process_is_listed_with_its_role_and_name()
    {
        using var targets = ScrapeTargets.Write(File, Topology);

        var nodes = Topology.Coordinators.AddRange(Topology.Workers);
        var groups = Read();
        Assert.Equal(nodes.Select(node => node.Http.ToString()), groups.Select(group => Assert.Single(group.Targets)));
        Assert.Equal(
            ["coordinator-0", "coordinator-1", "worker-0", "worker-1", "worker-2"], groups.Select(group => group.Labels["instance"]));
        Assert.Equal(
            ["coordinator", "coordinator", "worker", "worker", "worker"], groups.Select(group => group.Labels["role"]));
    }

    [Fact]
    public void Nothing_else_is_beside_it_and_nothing_is_left_at_the_end()
    {
        using (ScrapeTargets.Write(File, Topology))
        {
            Assert.Equal([File], Directory.GetFiles(_folder["targets"]));
        }

        Assert.Empty(Directory.GetFiles(_folder["targets"]));
    }

    [Fact]
    public void What_a_killed_launcher_left_is_overwritten()
    {
        Directory.CreateDirectory(_folder["targets"]);
        System.IO.File.WriteAllText(File, new string('x', 10_000));
        System.IO.File.WriteAllText(File + ".tmp", "half a fi");

        using var targets = ScrapeTargets.Write(File, Topology);

        Assert.Equal(5, Read().Length);
        Assert.Equal([File], Directory.GetFiles(_folder["targets"]));
    }

    [Fact]
    public void A_folder_that_someone_removed_does_not_hold_up_the_end()
    {
        var targets = ScrapeTargets.Write(File, Topology);
        Directory.Delete(_folder["targets"], recursive: true);

        targets.Dispose();
    }

    [Fact]
    public void A_folder_that_cannot_be_written_ends_the_launch()
    {
        System.IO.File.WriteAllText(_folder["targets"], "");

        var error = Assert.Throws<LaunchException>(() => ScrapeTargets.Write(File, Topology));

        Assert.Contains(_folder["targets"], error.Message);
    }

    private TargetGroup[] Read() =>
        JsonSerializer.Deserialize<TargetGroup[]>(System.IO.File.ReadAllText(File), JsonSerializerOptions.Web)!;

    private sealed record TargetGroup(string[] Targets, Dictionary<string, string> Labels);
}

using ResNet.Distributed.EndToEnd.Tests.Recovery;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Nodes;

/// <summary>Clusters of several machines, in network namespaces; skipped with the reason where these cannot be made.</summary>
[Collection(Clusters.Name)]
public sealed class HostsTests(SyntheticData data)
{
    private const string Pair = """
        name: pair
        method: grid
        parameters:
          lr: { value: 1.0e-3 }
          batch_size: { value: 4 }
          epochs: { value: 2 }
        seed: 3
        train_limit: 16
        test_limit: 4
        workers_per_trial: 2
        """;

    [Fact]
    public async Task A_trial_over_two_hosts_has_the_weights_of_one_machine()
    {
        await using var cluster = await HostCluster.StartAsync(data.Path);
        await cluster.StartNodeAsync("left");
        await cluster.StartNodeAsync("right");

        await cluster.Api.SubmitAsync(Pair);
        await cluster.Api.EndAsync("pair");

        Assert.Equal(await OneMachine.ResultsAsync(data.Path, "pair", Pair), Results.Read(Path.Combine(cluster.Output, "pair")));
        Assert.Contains("over TCP", await cluster.Api.TextAsync("api/sweeps/pair/trials/1/log"));
    }
}

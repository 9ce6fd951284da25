using System.Collections.Concurrent;
using ResNet.Distributed.Chaos;
using ResNet.Distributed.Chaos.CommandLine;
using ResNet.Distributed.Chaos.Faults;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Recovery;

/// <summary>The short form of <c>benchmarks/Chaos</c>: three workers, two coordinators, network namespaces, a few faults.</summary>
[Collection(Clusters.Name)]
public sealed class ChaosTests
{
    private static readonly ChaosOptions Options = new()
    {
        Faults = 5,
        Seed = 11,
        Trials = 8,
        Epochs = 3,
        TrainLimit = 8,
        TestLimit = 4,
        Kinds = [FaultKind.KillWorker, FaultKind.FreezeWorker, FaultKind.CutWorker, FaultKind.KillCoordinator, FaultKind.CutCoordinator],
    };

    [Fact]
    public async Task Eight_trials_under_kills_stops_and_partitions_give_what_a_calm_run_gives()
    {
        Assert.SkipWhen(Requirements.Missing().Any(), string.Join(" ", Requirements.Missing()));
        var lines = new ConcurrentQueue<string>();

        var result = await new ChaosRun(Options, lines.Enqueue, TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);

        Assert.True(result.Passed, string.Join('\n', lines.Concat(result.Violations)));
        Assert.Equal(Options.Faults, result.Faults.Length);
        Assert.Contains(result.Faults, fault => fault.Affected > 0);
        Assert.All(result.Sweeps, sweep => Assert.True(sweep.Equal));
    }
}

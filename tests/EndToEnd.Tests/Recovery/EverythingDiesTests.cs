using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Recovery;

[Collection(Clusters.Name)]
public sealed class EverythingDiesTests(SyntheticData data)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [MemberData(nameof(Stores.Embedded), MemberType = typeof(Stores))]
    public async Task The_same_command_goes_on_past_a_damaged_checkpoint_then_shows_what_is_finished_and_refuses_a_changed_file(StoreKind store)
    {
        var calm = await CalmRun.ResultsAsync(data.Path);
        using var cluster = await RecoveryCluster.StartAsync(store, data.Path);
        await cluster.MiddleAsync(1);
        KillTree(cluster.AppHost);
        DamageNewestCheckpoint(cluster.SweepFolder);
        cluster.StartAgain();

        Assert.Equal(calm, await cluster.ResultsAsync());
        Assert.Contains("is not used and is now called", cluster.AppHost.Everything, StringComparison.Ordinal);
        Assert.Contains("goes on from its checkpoint at epoch", cluster.AppHost.Everything, StringComparison.Ordinal);

        cluster.StartAgain();
        Assert.Equal(calm, await cluster.ResultsAsync());
        Assert.Contains("nothing is run again", cluster.AppHost.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain("trains here", cluster.AppHost.Everything, StringComparison.Ordinal);

        cluster.ChangeFile("seed: 3", "seed: 4");
        cluster.StartAgain();
        Assert.Equal(2, await cluster.AppHost.ExitAsync(Minute));
        Assert.Contains("seed: was 3, now 4", cluster.AppHost.Everything, StringComparison.Ordinal);
        Assert.Equal(calm, Results.Read(cluster.SweepFolder));
    }

    // All at once, so that nobody sees another one die first.
    private static void KillTree(AppHostProcess apphost)
    {
        foreach (var pid in apphost.Children().Keys.Append(apphost.Id))
        {
            AppHostProcess.Kill(pid, Faults.Kill);
        }
    }

    // As a power cut may leave a file whose pages were not all on the disk.
    private static void DamageNewestCheckpoint(string sweep)
    {
        var newest = new DirectoryInfo(Path.Combine(sweep, "trials", "1", "checkpoints")).GetFiles("epoch-*.safetensors")
            .MaxBy(file => file.LastWriteTimeUtc)!;
        using var file = newest.OpenWrite();
        file.SetLength(newest.Length / 2);
    }
}

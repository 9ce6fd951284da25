using System.Diagnostics;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.EndToEnd.Tests.Support;

namespace ResNet.Distributed.EndToEnd.Tests.Recovery;

/// <summary>One trial's folder is a disk of its own, which is full at first and read-only then.</summary>
[Collection(Clusters.Name)]
public sealed class FullDiskTests(SyntheticData data)
{
    private static readonly TimeSpan TwoMinutes = TimeSpan.FromMinutes(2);

    [Theory]
    [MemberData(nameof(Stores.Embedded), MemberType = typeof(Stores))]
    public async Task A_trial_without_room_pauses_the_others_go_on_and_it_resumes_when_there_is_room(StoreKind store)
    {
        var calm = await CalmRun.ResultsAsync(data.Path);
        using var disk = new TempFolder();
        Mount(disk.Path, "size=100m");
        try
        {
            // A sweep that is there already finds its first trial's folder on the small disk.
            using var cluster = await RecoveryCluster.StartAsync(
                store, data.Path, SteadySweep.Text, [], runs => Link(Path.Combine(runs, "steady/trials/1"), disk["1"]));
            var paused = await cluster.WaitAsync(1, t => t.Trial.Status == TrialStatus.Paused, TwoMinutes, "the pause");
            Assert.Contains("cannot be written", paused.Trial.Error, StringComparison.Ordinal);
            await cluster.WaitAsync(2, t => t.Trial.EpochsDone >= 2, TwoMinutes, "progress of the other trial");

            Mount(disk.Path, "remount,ro,size=2g");
            await cluster.WaitAsync(2, t => t.Trial.Status == TrialStatus.Completed, TwoMinutes, "completion of the other trial");
            Assert.Equal(TrialStatus.Paused, (await cluster.TrialAsync(1))!.Trial.Status);
            Mount(disk.Path, "remount,rw,size=2g");

            Assert.Equal(calm, await cluster.ResultsAsync());
            Assert.Empty(Directory.GetFiles(disk.Path, "*.tmp", SearchOption.AllDirectories));
        }
        finally
        {
            Run("/bin/umount", "-l", disk.Path);
        }
    }

    private static void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Directory.CreateDirectory(target);
        Directory.CreateSymbolicLink(path, target);
    }

    private static void Mount(string folder, string options) =>
        Assert.SkipUnless(Run("/bin/mount", "-t", "tmpfs", "-o", options, "tmpfs", folder) == 0, "This user may not mount a small disk.");

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}

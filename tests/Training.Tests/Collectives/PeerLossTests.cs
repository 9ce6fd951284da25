using System.Diagnostics;
using System.Text.Json;
using ResNet.Distributed.Training.Collectives;
using ResNet.Distributed.Training.Tests.Collectives.Support;

namespace ResNet.Distributed.Training.Tests.Collectives;

/// <summary>
/// A rank's process is killed or stopped. This process is rank 0; ranks 1 and 2 are processes, and rank 1 is the one.
/// </summary>
public sealed class PeerLossTests
{
    private const int WorldSize = 3;
    private const int Victim = 1;

    // What survivors may need at most: four seconds of silence, and a moment.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public static TheoryData<TransportChoice, int, string> Cases()
    {
        var data = new TheoryData<TransportChoice, int, string>();
        foreach (var transport in Group.Transports)
        {
            foreach (var signal in (int[])[ProbeRank.Kill, ProbeRank.Stop])
            {
                data.Add(transport, signal, "in calls");
                data.Add(transport, signal, "between calls");
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_others_know_within_five_seconds_who_it_was(TransportChoice transport, int signal, string when)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sends Linux' signals");
        using var folder = new SharedFolder();
        using var one = new ProbeRank(Victim, WorldSize, transport, folder.Path);
        using var two = new ProbeRank(2, WorldSize, transport, folder.Path);
        using var group = await FormAsync([one, two], transport, folder.Path);
        Assert.Empty(folder.Files);

        one.Write(when == "in calls" ? "loop" : "idle");
        two.Write("loop");
        if (when == "in calls")
        {
            // Rank 2 has summed, so rank 1 has: they are in the middle of it from now on.
            var calls = Group.OnThread(() => LoopUntilThrown(group));
            await two.ReadAsync("looping");
            await one.ReadAsync("looping");
            one.Signal(signal);
            await CheckAsync(calls, two, Stopwatch.GetTimestamp(), signal);
        }
        else
        {
            await one.ReadAsync("idling");
            one.Signal(signal);
            var start = Stopwatch.GetTimestamp();
            await CheckAsync(Group.OnThread(() => LoopUntilThrown(group)), two, start, signal);
        }

        if (signal == ProbeRank.Stop)
        {
            one.Signal(ProbeRank.Continue);
            Assert.Contains("This rank, 1, is out of the group", await one.ReadAsync("threw"));
            Assert.Equal(0, await one.EndAsync());
        }

        Assert.Empty(folder.Files);
    }

    [Fact]
    public async Task A_process_that_stops_for_less_than_a_peers_patience_is_forgiven()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sends Linux' signals");
        using var folder = new SharedFolder();
        using var one = new ProbeRank(Victim, 2, TransportChoice.Auto, folder.Path);
        using var group = await FormAsync([one], TransportChoice.Auto, folder.Path);
        one.Write("barrier");
        one.Signal(ProbeRank.Stop);
        // A quarter of the patience is over when this has been silent for so long.
        Assert.False(group.Broken.WaitHandle.WaitOne(TimeSpan.FromSeconds(1)));
        one.Signal(ProbeRank.Continue);
        group.Barrier();
        await one.ReadAsync("met");
    }

    private static CollectiveException LoopUntilThrown(ICollective group)
    {
        var values = new float[1_000_000];
        return Group.Catch(() =>
        {
            while (true)
            {
                group.AllReduce(values);
            }
        });
    }

    private static async Task CheckAsync(Task<CollectiveException> own, ProbeRank two, long start, int signal)
    {
        var error = await own.WaitAsync(Group.Deadline);
        var took = Stopwatch.GetElapsedTime(start);
        Assert.True(took < Limit, $"rank 0 took {took}");
        Assert.Equal((Victim, true), (error.Peer, error.PeerLost));
        Assert.Contains(signal == ProbeRank.Kill ? "Rank 1 is lost" : "has heard nothing from it for", error.Message);

        Assert.StartsWith("1 True Rank 1 is lost", await two.ReadAsync("threw"));
        took = Stopwatch.GetElapsedTime(start);
        Assert.True(took < Limit, $"rank 2 took {took}");
        Assert.Equal(0, await two.EndAsync());
    }

    private static async Task<ICollective> FormAsync(ProbeRank[] ranks, TransportChoice transport, string folder)
    {
        var worldSize = ranks.Length + 1;
        var rendezvous = new MemoryRendezvous(worldSize);
        var options = Group.Options(0, worldSize, transport) with { SharedMemoryFolder = folder };
        var connecting = Collective.ConnectAsync(options, rendezvous, CancellationToken.None);
        foreach (var rank in ranks)
        {
            rendezvous.Tell("gradients", rank.Rank, await rank.ReadAsync("endpoint"));
        }

        using var deadline = new CancellationTokenSource(Group.Deadline);
        var all = JsonSerializer.Serialize(await rendezvous.HearAsync("gradients", deadline.Token));
        foreach (var rank in ranks)
        {
            rank.Write(all);
        }

        return await connecting.WaitAsync(Group.Deadline);
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ResNet.Distributed.Training.Collectives;
using ResNet.Distributed.Training.Tests.Collectives.Support;

namespace ResNet.Distributed.Training.Tests.Collectives;

/// <summary>
/// Strangers at the door of a group that has not formed yet: each is refused with a reason, and the group forms.
/// </summary>
public sealed class HandshakeTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public Task Another_attempt_is_refused() => CheckAsync(
        options => options with { Attempt = 2 }, "attempt 2", "another attempt");

    [Fact]
    public Task Another_token_is_refused() => CheckAsync(
        options => options with { Token = new byte[32] }, "token", "another token");

    [Fact]
    public Task Another_channel_is_refused() => CheckAsync(
        options => options with { Channel = "evil\u001b[1m" }, "channel 'evil?[1m'", "another channel");

    [Fact]
    public Task Another_world_size_is_refused() => CheckAsync(
        options => options with { WorldSize = 3 }, "a world of 3", "world has another size");

    [Theory]
    [InlineData("garbage")]
    [InlineData("half a greeting")]
    [InlineData("nothing, and closed")]
    [InlineData("too much")]
    [InlineData("a long channel name")]
    public Task Garbage_is_refused(string what) => CheckAsync(async (endpoint, _) =>
    {
        using var socket = await ConnectAsync(endpoint);
        var bytes = new byte[what == "too much" ? 10_000_000 : what == "half a greeting" ? 60 : what.StartsWith("nothing") ? 0 : 128];
        new Random(1).NextBytes(bytes);
        if (what == "a long channel name")
        {
            "RNDH"u8.CopyTo(bytes);
            bytes[4] = 1;
            bytes[18] = bytes[19] = 0xff;
        }

        try
        {
            await socket.SendAsync(bytes);
            socket.Shutdown(SocketShutdown.Send);
            await socket.ReceiveAsync(new byte[100]);
        }
        catch (SocketException)
        {
            // Refused while it still sent.
        }
    }, "refused");

    [Fact]
    public async Task Those_who_connect_and_say_nothing_keep_nobody_out()
    {
        var silent = new ConcurrentBag<Socket>();
        await CheckAsync(async (endpoint, _) =>
        {
            for (var i = 0; i < 100; i++)
            {
                silent.Add(await ConnectAsync(endpoint));
            }
        }, "too many others came after it");
        Assert.All(silent, socket => socket.Dispose());
    }

    [Fact]
    public async Task A_group_that_cannot_form_says_whom_it_waits_for()
    {
        var rendezvous = new MemoryRendezvous(2);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        rendezvous.Tell("gradients", 1, JsonSerializer.Serialize(new { Host = "127.0.0.1", Port = ((IPEndPoint)other.LocalEndpoint).Port }));
        var options = Group.Options(0, 2) with { ConnectTimeout = TimeSpan.FromSeconds(1) };

        var error = await Assert.ThrowsAsync<CollectiveException>(
            () => Collective.ConnectAsync(options, rendezvous, CancellationToken.None).WaitAsync(Deadline));

        Assert.Contains("rank 1", error.Message);
        Assert.Contains("within 1 s", error.Message);
    }

    [Fact]
    public async Task A_rank_that_does_not_connect_back_is_named_whatever_clock_notices_first()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var elsewhere = JsonSerializer.Serialize(new { Host = "127.0.0.1", Port = ((IPEndPoint)nobody.LocalEndpoint).Port });
        var limit = TimeSpan.FromSeconds(1);
        var (first, second) = (new Waiting(), new Waiting());
        var zero = Collective.ConnectAsync(
            Group.Options(0, 2) with { ConnectTimeout = limit, Time = new TimersThatNeverFire() }, first, CancellationToken.None);
        var one = Collective.ConnectAsync(Group.Options(1, 2) with { ConnectTimeout = limit }, second, CancellationToken.None);
        var (endpoint0, endpoint1) = (await first.Told.Task.WaitAsync(Deadline), await second.Told.Task.WaitAsync(Deadline));
        first.All.SetResult([endpoint0, endpoint1]);
        second.All.SetResult([elsewhere, endpoint1]);

        var error = await Assert.ThrowsAsync<CollectiveException>(() => zero.WaitAsync(Deadline));
        await Assert.ThrowsAsync<CollectiveException>(() => one.WaitAsync(Deadline));

        Assert.Contains("within 1 s: rank 1 has not connected", error.Message);
    }

    [Fact]
    public async Task A_rendezvous_without_end_ends_with_the_time()
    {
        var options = Group.Options(0, 2) with { ConnectTimeout = TimeSpan.FromSeconds(0.2) };

        var error = await Assert.ThrowsAsync<CollectiveException>(
            () => Collective.ConnectAsync(options, new MemoryRendezvous(2), CancellationToken.None).WaitAsync(Deadline));

        Assert.Contains("have not told their endpoints", error.Message);
    }

    [Fact]
    public async Task Forming_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var connecting = Collective.ConnectAsync(Group.Options(0, 2), new MemoryRendezvous(2), cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.WaitAsync(Deadline));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("{\"Host\":\"127.0.0.1\",\"Port\":70000}")]
    [InlineData("null")]
    public async Task An_endpoint_that_is_none_is_named(string endpoint)
    {
        var rendezvous = new MemoryRendezvous(2, (rank, told) => rank == 1 ? endpoint : told);
        rendezvous.Tell("gradients", 1, "anything");

        var error = await Assert.ThrowsAsync<CollectiveException>(
            () => Collective.ConnectAsync(Group.Options(0, 2), rendezvous, CancellationToken.None).WaitAsync(Deadline));

        Assert.Equal(1, error.Peer);
        Assert.Contains("Rank 1's endpoint", error.Message);
    }

    // A stranger whose options differ in one thing.
    private static async Task CheckAsync(
        Func<CollectiveOptions, CollectiveOptions> change, string reason, string reasonAtStranger) => await CheckAsync(
            async (_, endpoints) =>
            {
                var options = change(Group.Options(1, 2));
                var told = new MemoryRendezvous(options.WorldSize);
                for (var rank = 0; rank < options.WorldSize; rank++)
                {
                    if (rank != 1)
                    {
                        told.Tell(options.Channel, rank, endpoints[0]);
                    }
                }

                // Rank 1 connects to the next one: 0 in a world of 2, 2 in one of 3, which is told to be at the same place.
                var error = await Assert.ThrowsAsync<CollectiveException>(
                    () => Collective.ConnectAsync(options, told, CancellationToken.None).WaitAsync(Deadline));
                Assert.Contains(reasonAtStranger, error.Message);
            },
            reason);

    // The stranger comes to rank 0 before rank 1 is told where that is, and the group forms after the stranger.
    private static async Task CheckAsync(Func<Endpoint, string[], Task> stranger, string reason)
    {
        var log = new ConcurrentQueue<string>();
        var refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Hear(string line)
        {
            log.Enqueue(line);
            if (line.Contains(reason))
            {
                refused.TrySetResult();
            }
        }

        var first = new Waiting();
        var zero = Collective.ConnectAsync(Group.Options(0, 2) with { Log = Hear }, first, CancellationToken.None);
        var endpoint = await first.Told.Task.WaitAsync(Deadline);
        await stranger(JsonSerializer.Deserialize<Endpoint>(endpoint)!, [endpoint]);
        await refused.Task.WaitAsync(Deadline);

        var second = new Waiting();
        var one = Collective.ConnectAsync(Group.Options(1, 2), second, CancellationToken.None);
        string[] both = [endpoint, await second.Told.Task.WaitAsync(Deadline)];
        first.All.SetResult(both);
        second.All.SetResult(both);
        using var zeroGroup = await zero.WaitAsync(Deadline);
        using var oneGroup = await one.WaitAsync(Deadline);
        var peer = Group.OnThread(() =>
        {
            oneGroup.Barrier();
            return 0;
        });
        zeroGroup.Barrier();
        await peer.WaitAsync(Deadline);
        Assert.Contains(log, line => line.Contains("Rank 0 refused a connection from 127.0.0.1"));
    }

    private static async Task<Socket> ConnectAsync(Endpoint endpoint)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Parse(endpoint.Host), endpoint.Port);
        return socket;
    }

    private sealed record Endpoint(string Host, int Port);

    private sealed class TimersThatNeverFire : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private sealed class Waiting : IRendezvous
    {
        public TaskCompletionSource<string> Told { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<IReadOnlyList<string>> All { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<IReadOnlyList<string>> ExchangeAsync(
            string channel, int rank, string endpoint, CancellationToken cancellationToken)
        {
            Told.TrySetResult(endpoint);
            return All.Task.WaitAsync(cancellationToken);
        }
    }
}

using ResNet.Distributed.Training.Collectives;
using ResNet.Distributed.Training.Tests.Collectives.Support;

namespace ResNet.Distributed.Training.Tests.Collectives;

/// <summary>How a group ends: by an abort, by goodbyes, by a rank that is not there for a call.</summary>
public sealed class EndingTests
{
    private static readonly TimeSpan Moments = TimeSpan.FromSeconds(3);

    [Theory]
    [MemberData(nameof(AllReduceTests.Groups), MemberType = typeof(AllReduceTests))]
    public async Task An_abort_ends_every_ranks_call_and_says_who_and_why(TransportChoice transport, int worldSize)
    {
        using var together = new Barrier(worldSize);
        var errors = await Group.RunAsync(worldSize, transport, group =>
        {
            group.Barrier();
            together.SignalAndWait(Group.Deadline);
            if (group.Rank == 1)
            {
                group.Abort("the card is too hot \u001b[31m");
            }

            return Group.Catch(() => group.AllReduce(new float[1000]));
        });

        for (var rank = 0; rank < worldSize; rank++)
        {
            Assert.Contains("the card is too hot", errors[rank].Message);
            Assert.Contains(rank == 1 ? "This rank, 1" : "Rank 1", errors[rank].Message);
            Assert.Equal(rank == 1 ? null : 1, errors[rank].Peer);
            Assert.False(errors[rank].PeerLost);
            Assert.True(rank == 1 || !errors[rank].Message.Any(char.IsControl));
        }
    }

    [Theory]
    [InlineData(TransportChoice.SharedMemory)]
    [InlineData(TransportChoice.Tcp)]
    public async Task An_abort_from_another_thread_ends_a_call_that_waits(TransportChoice transport)
    {
        using var thrown = new CountdownEvent(2);
        using var together = new Barrier(3);
        await Group.RunAsync(3, transport, group =>
        {
            group.Barrier();
            together.SignalAndWait(Group.Deadline);
            if (group.Rank == 2)
            {
                // Out of any call, but told all the same.
                Assert.True(group.Broken.WaitHandle.WaitOne(Moments));
                Assert.True(thrown.Wait(Moments));
                return;
            }

            var abort = group.Rank == 0 ? Group.OnThread(() =>
            {
                group.Abort(new string('x', 2000));
                return 0;
            }) : Task.CompletedTask;
            Group.Catch(() => group.AllReduce(new float[100_000]));
            thrown.Signal();
            abort.GetAwaiter().GetResult();
        });
    }

    [Theory]
    [MemberData(nameof(AllReduceTests.Groups), MemberType = typeof(AllReduceTests))]
    public async Task Ranks_that_leave_one_by_one_disturb_nobody_who_is_done(TransportChoice transport, int worldSize)
    {
        for (var round = 0; round < 5; round++)
        {
            using var left = new CountdownEvent(worldSize - 1);
            await Group.RunAsync(worldSize, transport, group =>
            {
                var values = new float[200_000];
                values.AsSpan().Fill(1);
                group.AllReduce(values);
                Assert.Equal(worldSize, values[^1]);
                if (group.Rank == worldSize - 1)
                {
                    Assert.True(left.Wait(Group.Deadline));
                    Assert.False(group.Broken.IsCancellationRequested);
                    return;
                }

                group.Dispose();
                left.Signal();
            });
        }
    }

    [Theory]
    [MemberData(nameof(AllReduceTests.Groups), MemberType = typeof(AllReduceTests))]
    public async Task A_call_that_a_rank_has_left_before_ends_with_its_name(TransportChoice transport, int worldSize)
    {
        using var together = new Barrier(worldSize);
        var errors = await Group.RunAsync(worldSize, transport, group =>
        {
            group.AllReduce(new float[10]);
            together.SignalAndWait(Group.Deadline);
            if (group.Rank == 1)
            {
                group.Dispose();
                return null;
            }

            return Group.Catch(() => group.AllReduce(new float[10]));
        });

        Assert.All(errors.Where((_, rank) => rank != 1), error =>
        {
            Assert.Equal((1, true), (error!.Peer, error.PeerLost));
            Assert.Contains("left the group in good order after 1 calls", error.Message);
        });
    }

    [Theory]
    [InlineData(TransportChoice.SharedMemory)]
    [InlineData(TransportChoice.Tcp)]
    public async Task Nothing_is_left_when_a_group_has_ended(TransportChoice transport)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "looks into /proc");
        using var folder = new SharedFolder();
        using var together = new Barrier(3);
        await Group.RunAsync(3, transport, group =>
        {
            Assert.Empty(folder.Files);
            using var buffer = group.Allocate(100_000);
            group.AllReduce(buffer.Span);
            Assert.Empty(folder.Files);
            // An abort ends the others' calls, and one of them may have part of the sum still to come.
            together.SignalAndWait(Group.Deadline);
            if (group.Rank == 0)
            {
                group.Abort("to see what is left");
            }
        }, options => options with { SharedMemoryFolder = folder.Path });

        Assert.DoesNotContain(File.ReadLines("/proc/self/maps"), line => line.Contains(folder.Path));
        Assert.DoesNotContain(
            Directory.GetFiles("/proc/self/fd"), link => new FileInfo(link).LinkTarget?.Contains(folder.Path) == true);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public async Task A_buffer_outlives_its_group() => await Group.RunAsync(2, TransportChoice.Auto, group =>
    {
        using var buffer = group.Allocate(1000);
        buffer.Span.Fill(1);
        group.AllReduce(buffer.Span);
        group.Dispose();

        Assert.Equal(2, buffer.Span[999]);
        buffer.Span.Fill(7);
        buffer.Dispose();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Pointer);
        Assert.Throws<ObjectDisposedException>(group.Barrier);
        group.Abort("too late to matter");
        group.Dispose();
    });

    [Theory]
    [InlineData(TransportChoice.SharedMemory)]
    [InlineData(TransportChoice.Tcp)]
    public async Task A_warm_call_allocates_nothing(TransportChoice transport)
    {
        // The least of several windows: the runtime allocates for itself, once, where it compiles a warm method anew.
        var allocated = await Group.RunAsync(3, transport, group =>
        {
            using var buffer = group.Allocate(300_000);
            var array = new float[300_000];
            var least = long.MaxValue;
            for (var window = 0; window < 6; window++)
            {
                var start = GC.GetAllocatedBytesForCurrentThread();
                for (var round = 0; round < 20; round++)
                {
                    group.AllReduce(buffer.Span);
                    group.AllReduce(array);
                    group.AllReduce(array.AsSpan(0, 100));
                    group.Barrier();
                }

                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - start);
            }

            return least;
        });

        Assert.All(allocated, bytes => Assert.Equal(0, bytes));
    }
}

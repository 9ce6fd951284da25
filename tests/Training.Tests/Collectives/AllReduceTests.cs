using ResNet.Distributed.Training.Collectives;
using ResNet.Distributed.Training.Tests.Collectives.Support;

namespace ResNet.Distributed.Training.Tests.Collectives;

public sealed class AllReduceTests
{
    public static TheoryData<TransportChoice, int> Groups()
    {
        var data = new TheoryData<TransportChoice, int>();
        foreach (var transport in Group.Transports)
        {
            for (var worldSize = 2; worldSize <= 5; worldSize++)
            {
                data.Add(transport, worldSize);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public async Task Every_rank_gets_the_documented_sum_to_the_bit(TransportChoice transport, int worldSize)
    {
        int[] counts =
            [0, 1, worldSize - 1, 7, 16, 16 * worldSize, 16 * worldSize + 1, 1000, 16_384, 131_072, 131_073, 262_145, 1_000_003, 2_500_003];
        var sums = await Group.RunAsync(worldSize, transport, group => counts.Select(count =>
        {
            var values = Reference.Floats(count, group.Rank, count);
            group.AllReduce(values);
            return values;
        }).ToArray());

        for (var c = 0; c < counts.Length; c++)
        {
            var expected = Reference.Sum(
                [.. Enumerable.Range(0, worldSize).Select(rank => Reference.Floats(counts[c], rank, counts[c]))]);
            Assert.All(sums, ofRank => AssertSameBits(expected, ofRank[c]));
        }
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public async Task Allocated_memory_gives_the_same_bits_in_whole_and_in_slices(TransportChoice transport, int worldSize)
    {
        const int Count = 300_001;
        (int Start, int Length)[] slices = [(0, Count), (0, 1), (5, 100_000), (Count - 7, 7), (1000, 0)];
        var sums = await Group.RunAsync(worldSize, transport, group =>
        {
            using var other = group.Allocate(10);
            using var buffer = group.Allocate(Count);
            Assert.Equal(Count, buffer.Length);
            Assert.Equal(0, buffer.Pointer % Environment.SystemPageSize);
            Assert.False(buffer.Span.ContainsAnyExcept(0f), "the memory is not zeroed");
            return slices.Select(slice =>
            {
                Reference.Floats(1, group.Rank, Count).CopyTo(buffer.Span);
                group.AllReduce(buffer.Span.Slice(slice.Start, slice.Length));
                return buffer.Span.ToArray();
            }).ToArray();
        });

        for (var s = 0; s < slices.Length; s++)
        {
            var (start, length) = slices[s];
            var values = Enumerable.Range(0, worldSize).Select(rank => Reference.Floats(1, rank, Count)).ToArray();
            var expected = Reference.Sum([.. values.Select(ofRank => ofRank[start..(start + length)])]);
            for (var rank = 0; rank < worldSize; rank++)
            {
                AssertSameBits(expected, sums[rank][s].AsSpan(start, length));
                AssertSameBits(values[rank].AsSpan(0, start), sums[rank][s].AsSpan(0, start));
                AssertSameBits(values[rank].AsSpan(start + length), sums[rank][s].AsSpan(start + length));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public async Task Ranks_may_mix_allocated_memory_and_any_other(TransportChoice transport, int worldSize)
    {
        int[] counts = [1, 100, 131_072, 400_003];
        var sums = await Group.RunAsync(worldSize, transport, group =>
        {
            using var buffer = group.Allocate(500_000);
            return counts.Select(count =>
            {
                var array = Reference.Floats(count, group.Rank, count);
                var values = (group.Rank + count) % 2 == 0 ? buffer.Span.Slice(group.Rank, count) : array;
                array.CopyTo(values);
                group.AllReduce(values);
                return values.ToArray();
            }).ToArray();
        });

        for (var c = 0; c < counts.Length; c++)
        {
            var expected = Reference.Sum(
                [.. Enumerable.Range(0, worldSize).Select(rank => Reference.Floats(counts[c], rank, counts[c]))]);
            Assert.All(sums, ofRank => AssertSameBits(expected, ofRank[c]));
        }
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public async Task Doubles_are_summed_the_same_way(TransportChoice transport, int worldSize)
    {
        int[] counts = [0, 1, 15, 1000, 200_001];
        var sums = await Group.RunAsync(worldSize, transport, group => counts.Select(count =>
        {
            var values = Reference.Doubles(count, group.Rank, count);
            group.AllReduce(values);
            return values;
        }).ToArray());

        for (var c = 0; c < counts.Length; c++)
        {
            var expected = Reference.Sum(
                [.. Enumerable.Range(0, worldSize).Select(rank => Reference.Doubles(counts[c], rank, counts[c]))]);
            Assert.All(sums, ofRank => Assert.Equal(
                expected.Select(BitConverter.DoubleToInt64Bits), ofRank[c].Select(BitConverter.DoubleToInt64Bits)));
        }
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public async Task Hundreds_of_rounds_at_uneven_speeds_stay_right(TransportChoice transport, int worldSize)
    {
        const int Rounds = 300;
        await Group.RunAsync(worldSize, transport, group =>
        {
            var pace = new Random(17 * group.Rank);
            using var buffer = group.Allocate(50_000);
            for (var round = 0; round < Rounds; round++)
            {
                // Every rank knows every rank's numbers: small whole ones, whose sum is exact.
                var count = new Random(round).Next(1, 50_000);
                var values = round % 3 == 0 ? new float[count] : buffer.Span[..count];
                values.Fill(group.Rank + round);
                Dawdle(pace);
                group.AllReduce(values);
                Assert.Equal(
                    worldSize * round + worldSize * (worldSize - 1) / 2,
                    Assert.Single(values.ToArray().Distinct()));
            }
        });
    }

    // Over TCP a peer may read large values where they lie.
    [Theory]
    [InlineData(TransportChoice.SharedMemory)]
    [InlineData(TransportChoice.Tcp)]
    public async Task What_was_summed_may_be_written_to_at_once(TransportChoice transport) =>
        await Group.RunAsync(2, transport, group =>
        {
            using var buffer = group.Allocate(2_000_000);
            for (var round = 1; round <= 30; round++)
            {
                buffer.Span.Fill(round);
                group.AllReduce(buffer.Span);
                if (group.Rank == 0)
                {
                    Assert.False(buffer.Span.ContainsAnyExcept(2f * round), $"wrong sums in round {round}");
                }
            }
        });

    // A connection to another address of this machine is treated as one to another host, which copies what it sends.
    [Fact]
    public async Task Between_two_addresses_large_sums_are_the_same_to_the_bit()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "takes a second address of the loopback device");
        const int Count = 2_500_003;
        var sums = await Group.RunAsync(2, TransportChoice.Tcp, group =>
        {
            var values = Reference.Floats(1, group.Rank, Count);
            group.AllReduce(values);
            return values;
        }, options => options with { Host = "127.0.0.2" });

        var expected = Reference.Sum([Reference.Floats(1, 0, Count), Reference.Floats(1, 1, Count)]);
        Assert.All(sums, ofRank => AssertSameBits(expected, ofRank));
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public async Task Infinities_and_what_is_no_number_come_out_alike_everywhere(TransportChoice transport, int worldSize)
    {
        var sums = await Group.RunAsync(worldSize, transport, group =>
        {
            var values = Reference.Floats(1, group.Rank, 1000);
            values[10] = float.PositiveInfinity;
            values[20] = group.Rank == 0 ? float.NaN : 1;
            values[30] = group.Rank == 0 ? float.NegativeInfinity : float.PositiveInfinity;
            values[40] = -0f;
            group.AllReduce(values);
            return values;
        });

        Assert.Equal(float.PositiveInfinity, sums[0][10]);
        Assert.True(float.IsNaN(sums[0][20]) && float.IsNaN(sums[0][30]));
        Assert.Equal(BitConverter.SingleToInt32Bits(-0f), BitConverter.SingleToInt32Bits(sums[0][40]));
        Assert.All(sums, ofRank => AssertSameBits(sums[0], ofRank));
    }

    [Fact]
    public async Task A_world_of_one_needs_no_network()
    {
        using var group = await Collective.ConnectAsync(Group.Options(0, 1), new MemoryRendezvous(1), CancellationToken.None);
        float[] values = [1, 2];
        group.AllReduce(values);
        group.AllReduce((double[])[1]);
        group.Broadcast(new byte[3], 0);
        group.Barrier();
        using var buffer = group.Allocate(5);

        Assert.Equal((0, 1, "none"), (group.Rank, group.WorldSize, group.Transport));
        Assert.Equal([1f, 2f], values);
        Assert.Equal(new float[5], buffer.Span.ToArray());
        group.Abort("enough");
        Assert.True(group.Broken.IsCancellationRequested);
        Assert.Contains("enough", Group.Catch(group.Barrier).Message);
    }

    private static void AssertSameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(found[i]))
            {
                Assert.Fail($"value {i} of {expected.Length} is {found[i]:R}, expected {expected[i]:R}");
            }
        }
    }

    private static void Dawdle(Random pace)
    {
        switch (pace.Next(4))
        {
            case 0:
                Thread.Yield();
                break;
            case 1:
                Thread.SpinWait(pace.Next(5000));
                break;
        }
    }
}

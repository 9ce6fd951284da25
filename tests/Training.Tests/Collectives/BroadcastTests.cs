using ResNet.Distributed.Training.Collectives;
using ResNet.Distributed.Training.Tests.Collectives.Support;

namespace ResNet.Distributed.Training.Tests.Collectives;

public sealed class BroadcastTests
{
    [Theory]
    [MemberData(nameof(AllReduceTests.Groups), MemberType = typeof(AllReduceTests))]
    public async Task Every_rank_can_be_the_root(TransportChoice transport, int worldSize)
    {
        int[] counts = [0, 1, 4096, 1_500_001];
        await Group.RunAsync(worldSize, transport, group =>
        {
            for (var root = 0; root < worldSize; root++)
            {
                foreach (var count in counts)
                {
                    var bytes = new byte[count];
                    new Random(group.Rank).NextBytes(bytes);
                    var expected = new byte[count];
                    new Random(root).NextBytes(expected);
                    group.Broadcast(bytes, root);
                    Assert.True(expected.AsSpan().SequenceEqual(bytes), $"{count} bytes of root {root} at rank {group.Rank}");
                }
            }
        });
    }

    [Theory]
    [MemberData(nameof(AllReduceTests.Groups), MemberType = typeof(AllReduceTests))]
    public async Task Nobody_leaves_a_barrier_before_the_last_one_comes(TransportChoice transport, int worldSize)
    {
        var arrived = 0;
        await Group.RunAsync(worldSize, transport, group =>
        {
            for (var round = 1; round <= 100; round++)
            {
                Thread.SpinWait(new Random(round * 10 + group.Rank).Next(2000));
                Interlocked.Increment(ref arrived);
                group.Barrier();
                Assert.InRange(Volatile.Read(ref arrived), round * worldSize, (round + 1) * worldSize);
            }
        });
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public async Task A_root_that_is_no_rank_is_refused_and_does_no_harm(int root) =>
        await Group.RunAsync(2, TransportChoice.Auto, group =>
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => group.Broadcast(new byte[1], root));
            group.Barrier();
        });
}

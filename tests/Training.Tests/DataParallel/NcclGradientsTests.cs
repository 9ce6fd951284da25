using ResNet.Distributed.Training.Collectives;
using ResNet.Distributed.Training.DataParallel;
using ResNet.Distributed.Training.Native;
using ResNet.Distributed.Training.Tests.Collectives.Support;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.DataParallel;

/// <summary>What ranks do with NCCL, by functions that stand in for it; its own calls are run on a GPU (<c>CudaTests</c>).</summary>
public sealed class NcclGradientsTests
{
    private const int Count = 100;
    private const int First = 10;

    public NcclGradientsTests() => LibTorch.EnsureLoaded();

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Ranks_that_have_met_sum_the_part_that_is_asked_for_again_and_again(int worldSize)
    {
        var results = await Group.RunAsync(worldSize, TransportChoice.Tcp, group =>
        {
            var replicas = Of(group);
            using var gradients = new NcclGradients(ThreadsNccl.Library, replicas, Count, CPU);
            Assert.Equal("nccl", gradients.Transport);
            gradients.Tensor.fill_(group.Rank + 1);
            gradients.Sum(First, Count - First);
            gradients.Sum(First, Count - First);
            group.Barrier();
            return gradients.Tensor.data<float>().ToArray();
        });

        var sum = worldSize * (worldSize + 1) / 2f;
        Assert.All(results, (result, rank) =>
        {
            Assert.All(result[..First], value => Assert.Equal(rank + 1, value));
            Assert.All(result[First..], value => Assert.Equal(worldSize * sum, value));
        });
    }

    // NCCL itself would wait for it for ever.
    [Fact]
    public async Task A_rank_that_waits_in_a_sum_for_one_that_has_left_goes_on_and_learns_why()
    {
        using var waits = new ManualResetEventSlim();
        var messages = await Group.RunAsync(2, TransportChoice.Tcp, group =>
        {
            var replicas = Of(group);
            using var gradients = new NcclGradients(ThreadsNccl.Library, replicas, Count, CPU);
            if (group.Rank == 1)
            {
                Assert.True(waits.Wait(Group.Deadline));
                group.Abort("its device failed");
                return "";
            }

            waits.Set();
            gradients.Sum(0, Count);
            return Group.Catch(group.Barrier).Message;
        });

        Assert.Contains("its device failed", messages[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rank_that_waits_for_one_that_left_before_it_joined_learns_why()
    {
        var messages = await Group.RunAsync(2, TransportChoice.Tcp, group =>
        {
            var replicas = Of(group);
            if (group.Rank == 1)
            {
                replicas.Broadcast(new byte[128]);
                group.Abort("its device failed");
                return "";
            }

            return Group.Catch(() => new NcclGradients(ThreadsNccl.Library, replicas, Count, CPU)).Message;
        });

        Assert.Contains("its device failed", messages[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_NCCL_refuses_is_said_with_its_own_words()
    {
        var library = ThreadsNccl.Library;
        var errors = await Group.RunAsync(1, TransportChoice.Tcp, _ =>
            Assert.Throws<InvalidOperationException>(() => library.Join(library.NewId(), rank: 1, worldSize: 1)).Message);

        Assert.Equal("ncclCommInitRank failed: invalid argument (4).", errors[0]);
    }

    // Gradients and all else go by one group here, which is disposed by whoever formed it: nothing is called at the same time.
    private static Replicas Of(ICollective group) => new(group, group, () => StopWish.None, _ => { });
}

using CsCheck;
using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Tests.Models;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.Loop;

[Collection(nameof(TorchTests))]
public sealed class SamplerTests
{
    [Theory] // PyTorch: torch.randperm(count, generator=torch.Generator().manual_seed(seed + epoch))
    [InlineData(10, 3, 4, new[] { 5, 0, 3, 4, 1, 7, 9, 6, 8, 2 })]
    [InlineData(5, 1_234_567_890_120, 3, new[] { 1, 3, 2, 0, 4 })]
    [InlineData(50_000, 0, 0, new[] { 36044, 49165, 37807, 11341, 6091 })]
    [InlineData(50_000, -5, 2, new[] { 7651, 15712, 9625, 39517, 22423 })]
    public void ShufflesAsPyTorchDoes(int count, long seed, int epoch, int[] expected) =>
        Assert.Equal(expected, new Sampler(count, shuffle: true, seed).Shard(epoch)[..expected.Length]);

    [Fact]
    public void AnOrderHoldsEveryImageOnceAndDependsOnNothingElse() =>
        Gen.Select(Gen.Int[1, 300], Gen.Long, Gen.Int[0, 1000], Gen.Bool).Sample((count, seed, epoch, shuffle) =>
        {
            var order = new Sampler(count, shuffle, seed).Shard(epoch);
            var sampler = new Sampler(count, shuffle, seed);
            sampler.Shard(epoch + 1);
            rand(3).Dispose(); // torch's default generator moves on
            Assert.Equal(order, sampler.Shard(epoch));
            Assert.Equal(Enumerable.Range(0, count), order.Order());
            Assert.True(shuffle || order.SequenceEqual(Enumerable.Range(0, count)));
        }, iter: 50, threads: 1);
}

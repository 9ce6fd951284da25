using System.Runtime.InteropServices;
using ResNet.Distributed.Training.Collectives;
using ResNet.Distributed.Training.DataParallel;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Safetensors;
using ResNet.Distributed.Training.Tests.Collectives.Support;
using ResNet.Distributed.Training.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.DataParallel;

[Collection(nameof(TorchTests))]
public sealed class SyncBatchNormTests
{
    private const int Channels = 3;

    [Fact]
    public async Task Two_ranks_normalise_to_the_bit_as_BatchNorm_does_over_the_whole_batch_and_keep_the_same_running_statistics()
    {
        manual_seed(1);
        using var whole = randn(6, Channels, 4, 4) * 3 + 1;
        using var reference = nn.BatchNorm2d(Channels);
        using var expected = reference.call(whole);

        var ranks = await Group.RunAsync(2, TransportChoice.Auto, group =>
        {
            var norm = new SyncBatchNorm2d(Channels, group);
            var output = norm.call(whole.narrow(0, 3 * group.Rank, 3));
            return (output, norm.running_mean!, norm.running_var!);
        });

        Assert.Equal(expected.data<float>().ToArray(), cat([.. ranks.Select(rank => rank.output)]).data<float>().ToArray());
        Assert.All(ranks, rank =>
        {
            AssertNear(reference.running_mean!, rank.Item2, 1e-6);
            AssertNear(reference.running_var!, rank.Item3, 1e-5);
        });
    }

    [Fact]
    public async Task Of_a_bfloat16_batch_the_statistics_are_float32()
    {
        manual_seed(1);
        using var whole = (randn(6, Channels, 4, 4) * 3 + 1).to(ScalarType.BFloat16);
        using var reference = nn.BatchNorm2d(Channels);
        using var expected = reference.call(whole.to(ScalarType.Float32));

        var ranks = await Group.RunAsync(2, TransportChoice.Auto, group =>
        {
            var norm = new SyncBatchNorm2d(Channels, group);
            var output = norm.call(whole.narrow(0, 3 * group.Rank, 3));
            return (output, norm.running_mean!);
        });

        Assert.All(ranks, rank => Assert.Equal(ScalarType.BFloat16, rank.output.dtype));
        AssertNear(expected, cat([.. ranks.Select(rank => rank.output)]).to(ScalarType.Float32), 0.01);
        Assert.All(ranks, rank => AssertNear(reference.running_mean!, rank.Item2, 1e-6));
    }

    [Fact]
    public async Task Gradients_agree_with_numeric_ones()
    {
        manual_seed(2);
        double[] input = [.. randn(4 * Channels * 4, ScalarType.Float64).data<double>()];
        double[] factors = [.. randn(4 * Channels * 4, ScalarType.Float64).data<double>()];

        const double h = 1e-5;
        // One group for all of it: to form one takes longer than to use it.
        var ranks = await Group.RunAsync(2, TransportChoice.Auto, group =>
        {
            var analytic = Gradient(input, factors, group);
            double[] losses = [.. Enumerable.Range(0, input.Length).SelectMany(i => new[] { Loss(input, i, h, factors, group), Loss(input, i, -h, factors, group) })];
            return (analytic, losses);
        });

        double[] gradients = [.. ranks.SelectMany(rank => rank.analytic)];
        Assert.Equal(input.Length, gradients.Length);
        for (var i = 0; i < input.Length; i++)
        {
            var numeric = ranks.Sum(rank => rank.losses[2 * i] - rank.losses[(2 * i) + 1]) / (2 * h);
            Assert.Equal(numeric, gradients[i], 1e-7);
        }
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public async Task One_steps_gradients_of_a_resnet_are_those_of_one_rank_within_1e_5_of_their_norm(ScalarType type)
    {
        manual_seed(3);
        using var images = rand(16, 3, 32, 32);
        using var labels = randint(0, 10, [16], ScalarType.Int64);
        using var one = ModelZoo.Create("resnet18", 10);
        var weights = StateDict.Of(one).ToDictionary(t => t.Name, t => t.Tensor.clone());
        using var expected = GradientsOf(one, type, images, labels, share: 1);

        var ranks = await Group.RunAsync(2, TransportChoice.Auto, group =>
        {
            var replica = ModelZoo.Create("resnet18", 10, features => new SyncBatchNorm2d(features, group));
            StateDict.Load(replica, weights);
            var gradients = GradientsOf(replica, type, images.narrow(0, 8 * group.Rank, 8), labels.narrow(0, 8 * group.Rank, 8), share: 2);
            group.AllReduce(MemoryMarshal.Cast<byte, double>(gradients.bytes));
            return gradients;
        });

        Assert.All(ranks, gradients =>
        {
            var error = (gradients - expected).norm().item<double>() / expected.norm().item<double>();
            Assert.True(error < 1e-5, $"off by {error} of the norm");
        });
    }

    private static Tensor GradientsOf(CifarResNet model, ScalarType type, Tensor images, Tensor labels, int share)
    {
        model.to(type);
        model.train();
        nn.functional.cross_entropy(model.call(images.to_type(type)), labels).div(share).backward();
        return cat([.. model.parameters().Select(parameter => parameter.grad!.flatten().to_type(ScalarType.Float64))]);
    }

    // Of the sum over both ranks of what the module gives, weighted, with respect to this rank's input.
    private static double[] Gradient(double[] input, double[] factors, ICollective group)
    {
        var x = Half(input, group).requires_grad_();
        Weighted(x, factors, group).backward();
        return x.grad!.data<double>().ToArray();
    }

    // This rank's part of that sum, with one of the inputs moved.
    private static double Loss(double[] input, int moved, double by, double[] factors, ICollective group)
    {
        var values = (double[])input.Clone();
        values[moved] += by;
        return Weighted(Half(values, group), factors, group).item<double>();
    }

    private static Tensor Weighted(Tensor x, double[] factors, ICollective group)
    {
        var norm = new SyncBatchNorm2d(Channels, group);
        norm.to(ScalarType.Float64);
        using (no_grad())
        {
            norm.weight.copy_(tensor([0.5, 1.5, -2.0]));
        }

        return (norm.call(x) * Half(factors, group)).sum();
    }

    private static Tensor Half(double[] values, ICollective group) =>
        tensor(values.AsSpan(values.Length / 2 * group.Rank, values.Length / 2).ToArray()).view(2, Channels, 2, 2);

    private static void AssertNear(Tensor expected, Tensor actual, double tolerance)
    {
        var error = (expected - actual).abs().max().item<float>();
        Assert.True(error < tolerance, $"off by {error}");
    }
}

using ResNet.Distributed.Training.Numerics;
using ResNet.Distributed.Training.Optimizers;
using ResNet.Distributed.Training.Tests.Models;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.DataParallel;

/// <summary>One step over all parameters at once against TorchSharp's own optimizers, which go parameter by parameter.</summary>
[Collection(nameof(TorchTests))]
public sealed class FlatOptimizerTests
{
    private const double Rate = 1e-2;

    [Theory]
    [InlineData(0)]
    [InlineData(0.05)]
    public void Adam_is_TorchSharps_to_the_bit(double weightDecay) => AssertSame(
        new OptimizerPlan { WeightDecay = weightDecay }, parameters => optim.Adam(parameters, Rate, weight_decay: weightDecay));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.9, 0)]
    [InlineData(0.9, 5e-4)]
    [InlineData(0, 5e-4)]
    public void Sgd_is_TorchSharps_to_the_bit(double momentum, double weightDecay) => AssertSame(
        new OptimizerPlan { Name = "sgd", Momentum = momentum, WeightDecay = weightDecay },
        parameters => optim.SGD(parameters, Rate, momentum, weight_decay: weightDecay));

    [Fact]
    public void Parameters_and_gradients_are_views()
    {
        using var net = Net();
        var before = WeightsDigest.Of(net);
        using var flat = new FlatParameters(net);

        Assert.Equal(before, WeightsDigest.Of(net));
        using (no_grad())
        {
            flat.Values.fill_(2);
            flat.Gradients.fill_(3);
        }

        Assert.All(net.parameters(), parameter => Assert.Equal((2, 3), (parameter.min().item<float>(), parameter.grad!.max().item<float>())));
        Assert.Equal(flat.Count, flat.Parts.Sum(part => part.Shape.Aggregate(1L, (product, size) => product * size)));
    }

    private static void AssertSame(OptimizerPlan plan, Func<IEnumerable<TorchSharp.Modules.Parameter>, optim.Optimizer> create)
    {
        using var flatNet = Net();
        using var net = Net();
        using var flat = new FlatParameters(flatNet);
        using var flatOptimizer = plan.Create(flat, Rate);
        using var optimizer = create(net.parameters());
        for (var step = 0; step < 5; step++)
        {
            flat.ZeroGradients();
            Loss(flatNet, step).backward();
            flatOptimizer.Apply();

            optimizer.zero_grad();
            Loss(net, step).backward();
            optimizer.step();

            Assert.Equal(WeightsDigest.Of(net), WeightsDigest.Of(flatNet));
        }

        Assert.Equal(5, flatOptimizer.Step);
    }

    private static TorchSharp.Modules.Sequential Net()
    {
        manual_seed(1);
        return nn.Sequential(nn.Linear(7, 33), nn.ReLU(), nn.Linear(33, 5));
    }

    private static Tensor Loss(nn.Module<Tensor, Tensor> net, int step)
    {
        manual_seed(step);
        return net.call(randn(9, 7)).square().mean();
    }
}

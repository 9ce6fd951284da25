using ResNet.Distributed.Training.Functions;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Tests.Models;
using ResNet.Distributed.Training.Winograd;
using TorchSharp;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.Winograd;

[Collection(nameof(TorchTests))]
public sealed class WinogradConvolutionTests
{
    // float32's own convolution is 3e-7 to 2e-6 from the exact one, in parts of the norm.
    private const double Near = 5e-5;

    public static TheoryData<int, int, int, int, int> Shapes => new()
    {
        // Images, channels in and out, height, width: one tile, a part of a block of tiles, several blocks, panels and groups.
        { 1, 64, 64, 4, 4 },
        { 3, 64, 128, 8, 4 },
        { 5, 128, 64, 4, 12 },
        { 2, 64, 64, 32, 32 },
        { 2, 512, 512, 4, 4 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void It_and_its_gradients_are_those_of_an_exact_convolution(int images, int from, int to, int height, int width)
    {
        SkipWithoutVectors();
        using var scope = NewDisposeScope();
        var (input, weight, gradient) = Draw(images, from, to, height, width);
        var (exactInput, exactWeight) = (Exact(input), Exact(weight));
        var exact = nn.functional.conv2d(exactInput, exactWeight, padding: [1, 1]);
        exact.backward([gradient.to(ScalarType.Float64)]);

        Assert.True(WinogradFunction.Takes(input, weight));
        var output = WinogradFunction.Of(input, weight);
        output.backward([gradient]);
        WayBack.ThrowIfFailed();

        Assert.Equal(exact.shape, output.shape);
        AssertNear(exact, output);
        AssertNear(exactInput.grad!, input.grad!);
        AssertNear(exactWeight.grad!, weight.grad!);
    }

    [Fact]
    public void Another_number_of_threads_gives_the_same_bits()
    {
        SkipWithoutVectors();
        var threads = get_num_threads();
        try
        {
            var one = Bits(1);
            Assert.Equal(one, Bits(2));
            Assert.Equal(one, Bits(5));
        }
        finally
        {
            set_num_threads(threads);
        }

        static byte[] Bits(int threads)
        {
            set_num_threads(threads);
            using var scope = NewDisposeScope();
            var (input, weight, gradient) = Draw(3, 64, 128, 16, 16);
            var output = WinogradFunction.Of(input, weight);
            output.backward([gradient]);
            WayBack.ThrowIfFailed();
            return [.. new[] { output, input.grad!, weight.grad! }.SelectMany(tensor => tensor.contiguous().bytes.ToArray())];
        }
    }

    [Theory]
    [InlineData(3, 64, 8, 8)]
    [InlineData(64, 10, 8, 8)]
    [InlineData(64, 64, 6, 8)]
    [InlineData(64, 64, 8, 7)]
    public void What_it_does_not_take_is_torchs_own(int from, int to, int height, int width)
    {
        using var scope = NewDisposeScope();
        var (input, weight, _) = Draw(2, from, to, height, width);
        var layer = new WinogradConv2d(from, to);
        using (no_grad())
        {
            layer.weight.copy_(weight);
        }

        Assert.False(WinogradFunction.Takes(input, weight));
        Assert.True(layer.call(input).equal(nn.functional.conv2d(input, weight, padding: [1, 1])).all().item<bool>());
    }

    [Fact]
    public void A_GPU_is_told_to_compute_as_ever() => Assert.Equal("a GPU has kernels of its own", WinogradFunction.Obstacle(DeviceType.CUDA));

    [Fact]
    public void Without_gradients_it_is_the_same_and_has_no_history()
    {
        SkipWithoutVectors();
        using var scope = NewDisposeScope();
        var (input, weight, _) = Draw(2, 64, 64, 8, 8);
        var learnt = WinogradFunction.Of(input, weight);

        using var noGrad = no_grad();
        var output = WinogradFunction.Of(input, weight);

        Assert.True(learnt.requires_grad);
        Assert.False(output.requires_grad);
        Assert.Equal(learnt.detach().contiguous().bytes.ToArray(), output.contiguous().bytes.ToArray());
    }

    [Fact]
    public void A_second_way_back_is_an_error_where_the_first_began()
    {
        SkipWithoutVectors();
        using var scope = NewDisposeScope();
        var (input, weight, gradient) = Draw(1, 64, 64, 4, 4);
        var output = WinogradFunction.Of(input, weight);
        autograd.grad([output], [input, weight], [gradient], retain_graph: true);
        WayBack.ThrowIfFailed();

        autograd.grad([output], [input, weight], [gradient], allow_unused: true);

        Assert.Contains("a second time", Assert.Throws<InvalidOperationException>(WayBack.ThrowIfFailed).Message);
        WayBack.ThrowIfFailed();
    }

    [Fact]
    public void Its_weights_are_drawn_and_named_as_torchs_own()
    {
        manual_seed(7);
        using var own = ModelZoo.Create("resnet18", 10, norm: null, winograd: true);
        manual_seed(7);
        using var usual = ModelZoo.Create("resnet18", 10);

        Assert.Equal(usual.state_dict().Keys, own.state_dict().Keys);
        Assert.All(usual.state_dict(), pair => Assert.Equal(pair.Value.bytes.ToArray(), own.state_dict()[pair.Key].bytes.ToArray()));
    }

    private static void SkipWithoutVectors() =>
        Assert.SkipWhen(WinogradFunction.Obstacle(DeviceType.CPU) is not null, $"Torch's own convolutions are used: {WinogradFunction.Obstacle(DeviceType.CPU)}.");

    private static (Tensor Input, Tensor Weight, Tensor Gradient) Draw(int images, int from, int to, int height, int width)
    {
        manual_seed(11);
        return (
            randn(images, height, width, from).permute(0, 3, 1, 2).relu().requires_grad_(),
            (randn(to, from, 3, 3) * Math.Sqrt(2.0 / (9 * from))).to(ScalarType.Float32).requires_grad_(),
            randn(images, to, height, width));
    }

    private static Tensor Exact(Tensor tensor) => tensor.detach().to(ScalarType.Float64).requires_grad_();

    private static void AssertNear(Tensor exact, Tensor found)
    {
        var distance = ((found.detach() - exact.detach()).norm() / exact.detach().norm()).item<double>();
        Assert.True(distance < Near, $"{distance:e1} of the norm from the exact one");
    }
}

using ResNet.Distributed.Training.Collectives;
using ResNet.Distributed.Training.DataParallel;
using ResNet.Distributed.Training.Functions;
using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Tests.Models;
using ResNet.Distributed.Training.Winograd;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.Functions;

[Collection(nameof(TorchTests))]
public sealed class NormReluConvolutionTests
{
    [Theory]
    [InlineData(false, false, 2, 64, 64, 8)]
    [InlineData(false, true, 2, 64, 64, 8)]
    [InlineData(false, false, 3, 5, 7, 9)]
    [InlineData(false, true, 3, 64, 128, 5)]
    [InlineData(true, true, 2, 64, 64, 8)]
    [InlineData(true, true, 3, 64, 128, 4)]
    public void Results_gradients_and_running_statistics_are_those_of_the_three_to_the_bit(
        bool winograd, bool channelsLast, int images, int from, int to, int side)
    {
        SkipWithoutVectors(winograd);
        var (norm, convolution) = Layers(from, to, winograd);
        var (sameNorm, sameConvolution) = Layers(from, to, winograd);
        using var input = Images(images, from, side, channelsLast).requires_grad_();
        using var sameInput = input.detach().clone().requires_grad_();
        using var gradient = Images(images, to, side, channelsLast);
        Assert.True(NormReluConvolution.Takes(input, norm, convolution));

        using var output = NormReluConvolution.Of(input, norm, convolution);
        output.backward([gradient]);
        WayBack.ThrowIfFailed();
        using var one = sameNorm.call(sameInput);
        using var active = one.relu_();
        using var sameOutput = sameConvolution.call(active);
        sameOutput.backward([gradient]);
        WayBack.ThrowIfFailed();

        Assert.Equal(Bits(sameOutput), Bits(output));
        Assert.Equal(sameOutput.stride(), output.stride());
        Assert.Equal(Bits(sameInput.grad!), Bits(input.grad!));
        Assert.Equal(Bits(sameNorm.weight!.grad!), Bits(norm.weight!.grad!));
        Assert.Equal(Bits(sameNorm.bias!.grad!), Bits(norm.bias!.grad!));
        Assert.Equal(Bits(sameConvolution.weight.grad!), Bits(convolution.weight.grad!));
        Assert.Equal(Bits(sameNorm.running_mean!), Bits(norm.running_mean!));
        Assert.Equal(Bits(sameNorm.running_var!), Bits(norm.running_var!));
        Assert.True(input.grad!.abs().max().item<float>() > 0);
    }

    [Fact]
    public void It_is_for_a_way_back_through_torchs_own_BatchNorm_in_training()
    {
        var (norm, convolution) = Layers(64, 64, winograd: false);
        using var input = Images(1, 64, 4, channelsLast: false);
        Assert.True(NormReluConvolution.Takes(input, norm, convolution));

        Assert.True(NormReluConvolution.Takes(Images(1, 64, 5, false), norm, new WinogradConv2d(64, 64)), "a size that Winograd leaves to torch");
        Assert.False(NormReluConvolution.Takes(input, nn.BatchNorm2d(64, affine: false), convolution), "a BatchNorm without weights");
        Assert.False(NormReluConvolution.Takes(input, new SyncBatchNorm2d(64, new LocalCollective()), convolution), "one over several ranks");
        Assert.False(NormReluConvolution.Takes(input, norm, new Bf16Conv2d(64, 64, 3, 1, 1)), "other numbers");
        Assert.False(NormReluConvolution.Takes(input, norm, nn.Conv2d(64, 64, 3, stride: 2, padding: 1, bias: false)), "a stride");
        Assert.False(NormReluConvolution.Takes(input, norm, nn.Conv2d(64, 64, 1, bias: false)), "a filter of 1×1");
        Assert.False(NormReluConvolution.Takes(input, norm, nn.Conv2d(64, 64, 3, padding: 1)), "a bias");
        Assert.False(NormReluConvolution.Takes(input.to(ScalarType.Float64), norm, convolution), "float64");
        using (no_grad())
        {
            Assert.False(NormReluConvolution.Takes(input, norm, convolution), "no way back");
        }

        norm.eval();
        Assert.False(NormReluConvolution.Takes(input, norm, convolution), "the running statistics");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_second_way_back_is_an_error_where_the_first_began(bool winograd)
    {
        SkipWithoutVectors(winograd);
        var (norm, convolution) = Layers(64, 64, winograd);
        using var input = Images(1, 64, 4, channelsLast: true).requires_grad_();
        using var gradient = Images(1, 64, 4, channelsLast: true);
        using var output = NormReluConvolution.Of(input, norm, convolution);
        autograd.grad([output], [input], [gradient], retain_graph: true);
        WayBack.ThrowIfFailed();

        autograd.grad([output], [input], [gradient], allow_unused: true);

        Assert.Contains("a second time", Assert.Throws<InvalidOperationException>(WayBack.ThrowIfFailed).Message, StringComparison.Ordinal);
    }

    private static (BatchNorm2d Norm, Convolution Convolution) Layers(int from, int to, bool winograd)
    {
        manual_seed(5);
        Convolution convolution = winograd ? new WinogradConv2d(from, to) : nn.Conv2d(from, to, 3, padding: 1, bias: false);
        var norm = nn.BatchNorm2d(from);
        using var noGrad = no_grad();
        norm.weight!.uniform_(0.5, 1.5);
        norm.bias!.uniform_(-0.5, 0.5);
        return (norm, convolution);
    }

    private static Tensor Images(int images, int channels, int side, bool channelsLast)
    {
        manual_seed(6);
        if (!channelsLast)
        {
            return randn(images, channels, side, side);
        }

        using var turned = randn(images, side, side, channels);
        return turned.permute(0, 3, 1, 2);
    }

    private static byte[] Bits(Tensor tensor)
    {
        using var read = tensor.detach();
        using var ordered = read.contiguous();
        return ordered.bytes.ToArray();
    }

    private static void SkipWithoutVectors(bool winograd)
    {
        var obstacle = winograd ? WinogradFunction.Obstacle(TorchSharp.DeviceType.CPU) : null;
        Assert.SkipWhen(obstacle is not null, $"Torch's own convolutions are used: {obstacle}.");
    }
}

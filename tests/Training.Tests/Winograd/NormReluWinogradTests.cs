using ResNet.Distributed.Training.Collectives;
using ResNet.Distributed.Training.DataParallel;
using ResNet.Distributed.Training.Tests.Models;
using ResNet.Distributed.Training.Winograd;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.Winograd;

[Collection(nameof(TorchTests))]
public sealed class NormReluWinogradTests
{
    [Theory]
    [InlineData(2, 64, 64, 8)]
    [InlineData(3, 64, 128, 4)]
    public void Results_gradients_and_running_statistics_are_those_of_the_three_to_the_bit(int images, int from, int to, int side)
    {
        SkipWithoutVectors();
        var (norm, convolution) = Layers(from, to);
        var (sameNorm, sameConvolution) = Layers(from, to);
        using var input = Images(images, from, side).requires_grad_();
        using var sameInput = input.detach().clone().requires_grad_();
        using var gradient = Images(images, to, side);

        using var output = NormReluWinograd.Of(input, norm, convolution);
        output.backward([gradient]);
        WayBack.ThrowIfFailed();
        using var one = sameNorm.call(sameInput);
        using var active = one.relu_();
        using var sameOutput = sameConvolution.call(active);
        sameOutput.backward([gradient]);
        WayBack.ThrowIfFailed();

        Assert.Equal(Bits(sameOutput), Bits(output));
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
        SkipWithoutVectors();
        var (norm, convolution) = Layers(64, 64);
        using var input = Images(1, 64, 4);
        Assert.True(NormReluWinograd.Takes(input, norm, convolution));

        Assert.False(NormReluWinograd.Takes(input, norm, nn.Conv2d(64, 64, 3, padding: 1, bias: false)), "torch's own convolution");
        Assert.False(NormReluWinograd.Takes(input, nn.BatchNorm2d(64, affine: false), convolution), "a BatchNorm without weights");
        Assert.False(NormReluWinograd.Takes(input, new SyncBatchNorm2d(64, new LocalCollective()), convolution), "one over several ranks");
        Assert.False(NormReluWinograd.Takes(Images(1, 64, 5), norm, convolution), "a size that Winograd does not take");
        using (no_grad())
        {
            Assert.False(NormReluWinograd.Takes(input, norm, convolution), "no way back");
        }

        norm.eval();
        Assert.False(NormReluWinograd.Takes(input, norm, convolution), "the running statistics");
    }

    [Fact]
    public void A_second_way_back_is_an_error_where_the_first_began()
    {
        SkipWithoutVectors();
        var (norm, convolution) = Layers(64, 64);
        using var input = Images(1, 64, 4).requires_grad_();
        using var gradient = Images(1, 64, 4);
        using var output = NormReluWinograd.Of(input, norm, convolution);
        autograd.grad([output], [input], [gradient], retain_graph: true);
        WayBack.ThrowIfFailed();

        autograd.grad([output], [input], [gradient], allow_unused: true);

        Assert.Contains("a second time", Assert.Throws<InvalidOperationException>(WayBack.ThrowIfFailed).Message, StringComparison.Ordinal);
    }

    private static (BatchNorm2d Norm, WinogradConv2d Convolution) Layers(int from, int to)
    {
        manual_seed(5);
        var (norm, convolution) = (nn.BatchNorm2d(from), new WinogradConv2d(from, to));
        using var noGrad = no_grad();
        norm.weight!.uniform_(0.5, 1.5);
        norm.bias!.uniform_(-0.5, 0.5);
        return (norm, convolution);
    }

    private static Tensor Images(int images, int channels, int side)
    {
        manual_seed(6);
        using var turned = randn(images, side, side, channels);
        return turned.permute(0, 3, 1, 2);
    }

    private static byte[] Bits(Tensor tensor)
    {
        using var read = tensor.detach();
        using var ordered = read.contiguous();
        return ordered.bytes.ToArray();
    }

    private static void SkipWithoutVectors() =>
        Assert.SkipWhen(WinogradFunction.Obstacle(TorchSharp.DeviceType.CPU) is not null, $"Torch's own convolutions are used: {WinogradFunction.Obstacle(TorchSharp.DeviceType.CPU)}.");
}

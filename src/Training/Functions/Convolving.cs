using ResNet.Distributed.Training.Native;
using ResNet.Distributed.Training.Winograd;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Functions;

/// <summary>A convolution with filters of 3×3, a stride of 1 and a border of 1, as a function without history, and its way back.</summary>
/// <param name="Forward">Of the input (N, C, H, W) and the filters (K, C, 3, 3): (N, K, H, W).</param>
/// <param name="Gradients">Of the input, the filters and the output's gradient: the gradients of the first two.</param>
internal sealed record Convolving(Func<Tensor, Tensor, Tensor> Forward, Func<Tensor, Tensor, Tensor, Tensor[]> Gradients)
{
    private static readonly TorchScript Script = new("""
        def gradients(gradient: Tensor, input: Tensor, weight: Tensor) -> List[Tensor]:
            of_input, of_weight, of_bias = torch.convolution_backward(
                gradient, input, weight, None, [1, 1], [1, 1], [1, 1], False, [0, 0], 1, [True, True, False])
            return [of_input, of_weight]
        """);

    private static readonly Convolving Winograd = new(WinogradFunction.Convolve, WinogradFunction.Gradients);

    // TorchSharp has no way back through a convolution by itself: to ask autograd for it takes another one forward.
    private static readonly Convolving Direct = new(
        (input, weight) => nn.functional.conv2d(input, weight, padding: [1, 1]),
        (input, weight, gradient) => Script.Call("gradients", gradient, input, weight));

    /// <summary>How a layer computes with such an input; null: in none of the ways that are known here.</summary>
    public static Convolving? Of(nn.IModule<Tensor, Tensor> layer, Tensor input) => layer switch
    {
        WinogradConv2d winograd when WinogradFunction.Takes(input, winograd.weight) => Winograd,
        WinogradConv2d => Direct,
        Conv2d { bias: null, groups: 1, kernel_size: [3, 3], stride: [1, 1], padding: [1, 1], dilation: [1, 1] } => Direct,
        _ => null,
    };
}

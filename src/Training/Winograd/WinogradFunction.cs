using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Winograd;

/// <summary>A convolution with filters of 3×3, a stride of 1 and a border of 1, and its gradients, by <see cref="Kernels"/>.</summary>
internal sealed unsafe class WinogradFunction : autograd.SingleTensorFunction<WinogradFunction>
{
    public override string Name => nameof(WinogradFunction);

    /// <summary>Whether it computes this: otherwise torch's own convolution has to.</summary>
    /// <param name="input">(N, C, H, W).</param>
    /// <param name="weight">(K, C, 3, 3).</param>
    public static bool Takes(Tensor input, Tensor weight) =>
        input.device_type == DeviceType.CPU && input.dtype == ScalarType.Float32 && weight.dtype == ScalarType.Float32
        && input.shape is [> 0 and var images, var channels, > 0 and var height, > 0 and var width] && weight.shape is [var outputs, _, 3, 3]
        && channels % Panel.Width == 0 && outputs % Panel.Width == 0 && height % Tiling.Side == 0 && width % Tiling.Side == 0
        && images * height * width * Math.Max(channels, outputs) <= int.MaxValue / sizeof(float) && OpenMp.IsThere && Vector512.IsHardwareAccelerated;

    /// <summary>The convolution, with its history where autograd keeps one.</summary>
    /// <param name="input">(N, C, H, W), which <see cref="Takes"/>.</param>
    /// <param name="weight">(K, C, 3, 3), contiguous.</param>
    /// <returns>(N, K, H, W), with the channels of a pixel side by side in memory.</returns>
    public static Tensor Of(Tensor input, Tensor weight) => is_grad_enabled() ? apply(input, weight) : Convolve(input, weight);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (input, weight) = ((Tensor)vars[0], (Tensor)vars[1]);
        ctx.save_for_backward([input, weight]);
        return Convolve(input, weight);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        if (ctx.get_saved_variables() is not [var input, var weight])
        {
            throw new InvalidOperationException("Two tensors were saved.");
        }

        var (from, to) = ((int)input.shape[1], (int)weight.shape[0]);
        var tiling = TilingOf(input);
        var pixels = Pixels(grad_output);
        var ofWeight = empty_like(weight);
        Kernels.FilterGradient(tiling, Filters(from, to), from, First(Pixels(input)), to, First(pixels), First(ofWeight));
        var ofInput = empty([tiling.Images, tiling.Height, tiling.Width, from]);
        var back = new FilterTransforms(to, from, from * FilterTransforms.Taps, FilterTransforms.Taps, turned: true);
        Kernels.Convolve(tiling, back, First(weight), to, First(pixels), from, First(ofInput));
        return [ofInput.permute(0, 3, 1, 2).MoveToOuterDisposeScope(), ofWeight.MoveToOuterDisposeScope()];
    }

    private static Tensor Convolve(Tensor input, Tensor weight)
    {
        var (from, to) = ((int)input.shape[1], (int)weight.shape[0]);
        var tiling = TilingOf(input);
        using var pixels = Pixels(input);
        using var output = empty([tiling.Images, tiling.Height, tiling.Width, to]);
        Kernels.Convolve(tiling, Filters(from, to), First(weight), from, First(pixels), to, First(output));
        return output.permute(0, 3, 1, 2);
    }

    private static FilterTransforms Filters(int from, int to) => new(from, to, FilterTransforms.Taps, from * FilterTransforms.Taps, turned: false);

    private static Tiling TilingOf(Tensor images) => new((int)images.shape[0], (int)images.shape[2], (int)images.shape[3]);

    // (N, C, H, W) as (N, H, W, C); nothing is copied where the images lie like that.
    private static Tensor Pixels(Tensor images)
    {
        using var turned = images.permute(0, 2, 3, 1);
        return turned.contiguous();
    }

    private static float* First(Tensor tensor)
    {
        fixed (byte* first = tensor.bytes)
        {
            return (float*)first;
        }
    }
}

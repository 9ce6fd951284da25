using System.Runtime.Intrinsics;
using ResNet.Distributed.Training.Functions;
using TorchSharp;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Winograd;

/// <summary>A convolution with filters of 3×3, a stride of 1 and a border of 1, and its gradients, by <see cref="Kernels"/>.</summary>
internal sealed unsafe class WinogradFunction : autograd.SingleTensorFunction<WinogradFunction>
{
    private const string Call = "call";

    public override string Name => nameof(WinogradFunction);

    /// <summary>Why nothing is computed like this on a device; null: what it <see cref="Takes"/> is.</summary>
    public static string? Obstacle(DeviceType device) =>
        device != DeviceType.CPU ? "a GPU has kernels of its own"
        : !Vector512.IsHardwareAccelerated ? "this processor has no AVX-512"
        : !OpenMp.IsThere ? "libtorch does not compute with OpenMP here"
        : null;

    /// <summary>Whether it computes this: otherwise torch's own convolution has to.</summary>
    /// <param name="input">(N, C, H, W).</param>
    /// <param name="weight">(K, C, 3, 3).</param>
    public static bool Takes(Tensor input, Tensor weight) =>
        Obstacle(input.device_type) is null && input.dtype == ScalarType.Float32 && weight.dtype == ScalarType.Float32
        && input.shape is [> 0 and var images, var channels, > 0 and var height, > 0 and var width] && weight.shape is [var outputs, _, 3, 3]
        && channels % Panel.Width == 0 && outputs % Panel.Width == 0 && height % Tiling.Side == 0 && width % Tiling.Side == 0
        && images * height * width * Math.Max(channels, outputs) <= int.MaxValue / sizeof(float);

    /// <summary>The convolution, with its history where autograd keeps one.</summary>
    /// <param name="input">(N, C, H, W), which <see cref="Takes"/>.</param>
    /// <param name="weight">(K, C, 3, 3), contiguous.</param>
    /// <returns>(N, K, H, W), with the channels of a pixel side by side in memory.</returns>
    public static Tensor Of(Tensor input, Tensor weight)
    {
        if (!is_grad_enabled())
        {
            return Convolve(input, weight);
        }

        var call = new FunctionCall();
        var output = apply(input, weight, call);
        call.Trim();
        return output;
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (input, weight) = ((Tensor)vars[0], (Tensor)vars[1]);
        var output = Convolve(input, weight);
        var call = (FunctionCall)vars[2];
        call.Keep(ctx, output, input, weight);
        ctx.save_data(Call, call);
        return output;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
        [.. WayBack.Through(2, () => Gradients((FunctionCall)ctx.get_data(Call), grad_output)), null!];

    private static Tensor[] Gradients(FunctionCall call, Tensor gradient)
    {
        using var ofOutput = gradient;
        var kept = call.Take();
        using var input = kept[0];
        using var weight = kept[1];
        return Gradients(input, weight, gradient);
    }

    /// <summary>The way back.</summary>
    /// <param name="input">The convolution's.</param>
    /// <param name="weight">Its filters.</param>
    /// <param name="gradient">Of its output.</param>
    /// <returns>The gradients of <paramref name="input"/> and <paramref name="weight"/>.</returns>
    public static Tensor[] Gradients(Tensor input, Tensor weight, Tensor gradient)
    {
        using var pixels = Pixels(gradient);
        return [InputGradient(input, weight, pixels), FilterGradient(input, weight, pixels)];
    }

    private static Tensor FilterGradient(Tensor input, Tensor weight, Tensor gradient)
    {
        var (from, to) = ((int)input.shape[1], (int)weight.shape[0]);
        using var pixels = Pixels(input);
        var result = empty_like(weight);
        Kernels.FilterGradient(TilingOf(input), Filters(from, to), First(pixels), First(gradient), First(result));
        return result;
    }

    // The way back through a convolution is one with the filters turned, from its output's channels to its input's.
    private static Tensor InputGradient(Tensor input, Tensor weight, Tensor gradient)
    {
        var (from, to) = ((int)input.shape[1], (int)weight.shape[0]);
        var tiling = TilingOf(input);
        var filters = new FilterTransforms(to, from, from * FilterTransforms.Taps, FilterTransforms.Taps, Turned: true);
        using var result = empty([tiling.Images, tiling.Height, tiling.Width, from]);
        Kernels.Convolve(tiling, filters, First(weight), First(gradient), First(result));
        return result.permute(0, 3, 1, 2);
    }

    /// <summary>The convolution by itself, without a history.</summary>
    public static Tensor Convolve(Tensor input, Tensor weight)
    {
        var (from, to) = ((int)input.shape[1], (int)weight.shape[0]);
        var tiling = TilingOf(input);
        using var pixels = Pixels(input);
        using var output = empty([tiling.Images, tiling.Height, tiling.Width, to]);
        Kernels.Convolve(tiling, Filters(from, to), First(weight), First(pixels), First(output));
        return output.permute(0, 3, 1, 2);
    }

    private static FilterTransforms Filters(int from, int to) => new(from, to, FilterTransforms.Taps, from * FilterTransforms.Taps, Turned: false);

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

using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Functions;

/// <summary>
/// BatchNorm, ReLU and a convolution as one function, which keeps BatchNorm's input for its way back and computes what the convolution read
/// from it again: a pass over memory in place of a quarter of all that a ResNet's blocks keep (Chen et al., 2016, "Training Deep Nets with Sublinear
/// Memory Cost", section 3). The results are the same to the bit as of the three by themselves.
/// </summary>
internal sealed class NormReluConvolution : autograd.SingleTensorFunction<NormReluConvolution>
{
    private const string Call = "call";
    private const string Convolution = "convolution";
    private const string Epsilon = "epsilon";

    public override string Name => nameof(NormReluConvolution);

    /// <summary>
    /// Whether it computes this: float32 on a CPU, where a step's time is its convolutions. Without a way back there is nothing to keep.
    /// </summary>
    /// <param name="input">(N, C, H, W).</param>
    /// <param name="norm">A BatchNorm; one over several ranks is none of torch's own.</param>
    /// <param name="convolution">What comes behind it and a ReLU.</param>
    public static bool Takes(Tensor input, nn.IModule<Tensor, Tensor> norm, nn.IModule<Tensor, Tensor> convolution) =>
        is_grad_enabled() && input.device_type == DeviceType.CPU && input.dtype == ScalarType.Float32
        && norm is BatchNorm2d { training: true, weight: not null, bias: not null } && Convolving.Of(convolution, input) is not null;

    /// <summary>What the three give, with its history; BatchNorm's running statistics move on.</summary>
    /// <param name="input">(N, C, H, W), which <see cref="Takes"/>.</param>
    /// <param name="norm">BatchNorm.</param>
    /// <param name="convolution">The convolution.</param>
    /// <returns>(N, K, H, W).</returns>
    public static Tensor Of(Tensor input, BatchNorm2d norm, Convolution convolution)
    {
        var call = new FunctionCall();
        var output = apply(input, norm.weight!, norm.bias!, convolution.weight, norm, Convolving.Of(convolution, input)!, call);
        call.Trim();
        return output;
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (input, scale, shift, weight) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (Tensor)vars[3]);
        var (norm, convolution, call) = ((BatchNorm2d)vars[4], (Convolving)vars[5], (FunctionCall)vars[6]);
        using var read = norm.call(input);
        using var active = read.relu_();
        var output = convolution.Forward(active, weight);
        call.Keep(ctx, output, input, scale, shift, weight);
        ctx.save_data(Call, call);
        ctx.save_data(Convolution, convolution);
        ctx.save_data(Epsilon, norm.eps);
        return output;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
    [
        .. WayBack.Through(4, () => Gradients(
            (FunctionCall)ctx.get_data(Call), (Convolving)ctx.get_data(Convolution), (double)ctx.get_data(Epsilon), grad_output)),
        null!,
        null!,
        null!,
    ];

    private static Tensor[] Gradients(FunctionCall call, Convolving convolution, double epsilon, Tensor gradient)
    {
        // All that is made here goes with the scope, but what is returned.
        using var scope = NewDisposeScope();
        var kept = call.Take();
        var (input, scale, shift, weight) = (kept[0], kept[1], kept[2], kept[3]);
        using var norm = new NormRelu(input, scale, shift, epsilon);
        var ofConvolution = convolution.Gradients(norm.Active, weight, gradient);
        gradient.Dispose();
        var ofNorm = norm.Gradients(ofConvolution[0]);
        Array.ForEach(kept, tensor => tensor.Dispose());
        return [.. ofNorm.Append(ofConvolution[1]).Select(tensor => tensor.MoveToOuterDisposeScope())];
    }
}

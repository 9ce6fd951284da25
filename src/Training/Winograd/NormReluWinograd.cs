using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Winograd;

/// <summary>
/// BatchNorm, ReLU and a Winograd convolution as one function, which keeps BatchNorm's input for its way back and computes what the convolution read
/// from it again: a pass over memory in place of a quarter of all that a ResNet's blocks keep (Chen et al., 2016, "Training Deep Nets with Sublinear
/// Memory Cost", section 3). The results are the same to the bit as of the three by themselves.
/// </summary>
internal sealed class NormReluWinograd : autograd.SingleTensorFunction<NormReluWinograd>
{
    private const string Call = "call";
    private const string Epsilon = "epsilon";

    public override string Name => nameof(NormReluWinograd);

    /// <summary>Whether it computes this. Without a way back there is nothing to keep.</summary>
    /// <param name="input">(N, C, H, W).</param>
    /// <param name="norm">A BatchNorm; one over several ranks is none of torch's own.</param>
    /// <param name="convolution">What comes behind it and a ReLU.</param>
    public static bool Takes(Tensor input, nn.IModule<Tensor, Tensor> norm, nn.IModule<Tensor, Tensor> convolution) =>
        is_grad_enabled() && convolution is WinogradConv2d winograd && WinogradFunction.Takes(input, winograd.weight)
        && norm is BatchNorm2d { training: true, weight: not null, bias: not null };

    /// <summary>What the three give, with its history; BatchNorm's running statistics move on.</summary>
    /// <param name="input">(N, C, H, W), which <see cref="Takes"/>.</param>
    /// <param name="norm">BatchNorm.</param>
    /// <param name="convolution">The convolution.</param>
    /// <returns>(N, K, H, W).</returns>
    public static Tensor Of(Tensor input, BatchNorm2d norm, WinogradConv2d convolution)
    {
        var call = new WinogradCall();
        var output = apply(input, norm.weight!, norm.bias!, convolution.weight, norm, call);
        call.Trim();
        return output;
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (input, scale, shift, weight) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (Tensor)vars[3]);
        var (norm, call) = ((BatchNorm2d)vars[4], (WinogradCall)vars[5]);
        using var read = norm.call(input);
        using var active = read.relu_();
        var output = WinogradFunction.Convolve(active, weight);
        call.Keep(ctx, output, input, scale, shift, weight);
        ctx.save_data(Call, call);
        ctx.save_data(Epsilon, norm.eps);
        return output;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
    [
        .. WayBack.Through(4, () => Gradients((WinogradCall)ctx.get_data(Call), (double)ctx.get_data(Epsilon), grad_output)),
        null!,
        null!,
    ];

    private static Tensor[] Gradients(WinogradCall call, double epsilon, Tensor gradient)
    {
        // All that is made here goes with the scope, but what is returned.
        using var scope = NewDisposeScope();
        var kept = call.Take();
        var (read, weight) = (kept[..3], kept[3]);
        foreach (var tensor in read)
        {
            tensor.requires_grad_();
        }

        var active = Again(read, epsilon);
        var ofConvolution = WinogradFunction.Gradients(active.detach(), weight, gradient);
        gradient.Dispose();
        var ofNorm = autograd.grad([active], read, [ofConvolution[0]]);
        Array.ForEach(kept, tensor => tensor.Dispose());
        return [.. ofNorm.Append(ofConvolution[1]).Select(tensor => tensor.MoveToOuterDisposeScope())];
    }

    // The statistics of the batch alone: the running ones have moved on when the way went forward.
    private static Tensor Again(Tensor[] read, double epsilon)
    {
        using var history = enable_grad();
        using var mean = zeros(read[0].shape[1]);
        using var variance = ones(read[0].shape[1]);
        return nn.functional.batch_norm(read[0], mean, variance, read[1], read[2], training: true, momentum: 0, eps: epsilon).relu_();
    }
}

using static TorchSharp.torch;

namespace ResNet.Distributed.Training.DataParallel;

/// <summary>
/// Does nothing on the way forward, and on the way back tells that the gradients of all layers behind it are complete: autograd
/// accumulates a parameter's gradient before it goes on to earlier layers.
/// </summary>
internal sealed class StageBorder : autograd.SingleTensorFunction<StageBorder>
{
    private const string Hook = "passed";

    public override string Name => nameof(StageBorder);

    /// <summary>The same tensor, with the border in its history.</summary>
    /// <param name="input">What goes from one stage to the next.</param>
    /// <param name="passed">Called in the backward pass, on autograd's thread.</param>
    public static Tensor Between(Tensor input, Action passed) => apply(input, passed);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.save_data(Hook, vars[1]);
        return ((Tensor)vars[0]).alias();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        ((Action)ctx.get_data(Hook))();
        return [grad_output, null!];
    }
}

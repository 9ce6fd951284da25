using ResNet.Distributed.Training.Native;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Functions;

/// <summary>What BatchNorm and the ReLU behind it give, once more on a way back, and their gradients: the operations of torch's own way, so the same bits.</summary>
internal sealed class NormRelu : IDisposable
{
    private static readonly TorchScript Script = new("""
        def again(input: Tensor, scale: Tensor, shift: Tensor, epsilon: Tensor) -> List[Tensor]:
            normed, mean, deviation = torch.native_batch_norm(input, scale, shift, None, None, True, 0.0, float(epsilon))
            return [torch.relu_(normed), mean, deviation]

        def of_relu(gradient: Tensor, active: Tensor) -> List[Tensor]:
            return [torch.threshold_backward(gradient, active, 0, grad_input=gradient)]

        def of_norm(gradient: Tensor, input: Tensor, scale: Tensor, mean: Tensor, deviation: Tensor, epsilon: Tensor) -> List[Tensor]:
            of_input, of_scale, of_shift = torch.native_batch_norm_backward(
                gradient, input, scale, None, None, mean, deviation, True, float(epsilon), [True, True, True])
            return [of_input, of_scale, of_shift]
        """);

    private readonly Tensor _input;
    private readonly Tensor _scale;
    private readonly Tensor _epsilon;
    private readonly Tensor _mean;
    private readonly Tensor _deviation;

    /// <summary>Computes it again, with the statistics of the batch alone: the running ones have moved on when the way went forward.</summary>
    /// <param name="input">(N, C, H, W), without history.</param>
    /// <param name="scale">(C).</param>
    /// <param name="shift">(C).</param>
    /// <param name="epsilon">What BatchNorm adds to the variance.</param>
    public NormRelu(Tensor input, Tensor scale, Tensor shift, double epsilon)
    {
        (_input, _scale, _epsilon) = (input, scale, tensor(epsilon, ScalarType.Float64));
        var again = Script.Call("again", input, scale, shift, _epsilon);
        (Active, _mean, _deviation) = (again[0], again[1], again[2]);
    }

    /// <summary>What the ReLU gives, (N, C, H, W); until <see cref="Gradients"/>.</summary>
    public Tensor Active { get; }

    /// <summary>The way back.</summary>
    /// <param name="gradient">Of <see cref="Active"/>; its memory is used, and given up.</param>
    /// <returns>Of the input, of the scale and of the shift.</returns>
    public Tensor[] Gradients(Tensor gradient)
    {
        // In the gradient's own memory, and what is not needed any more goes at once: the large layers are where a step on its way back needs most.
        Script.Call("of_relu", gradient, Active)[0].Dispose();
        Active.Dispose();
        var gradients = Script.Call("of_norm", gradient, _input, _scale, _mean, _deviation, _epsilon);
        gradient.Dispose();
        return gradients;
    }

    public void Dispose()
    {
        Active.Dispose();
        _mean.Dispose();
        _deviation.Dispose();
        _epsilon.Dispose();
    }
}

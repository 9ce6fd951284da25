using ResNet.Distributed.Training.Models;
using ResNet.Distributed.Training.Optimizers;
using ResNet.Distributed.Training.Winograd;
using static TorchSharp.torch;

namespace ResNet.Distributed.Step.Split;

/// <summary>The kernels of a step, each alone, on tensors of the step's shapes.</summary>
/// <param name="winograd">Whether convolutions are those of <c>winograd: true</c>, and the channels of a pixel lie side by side.</param>
internal sealed class Kernels(bool winograd)
{
    /// <summary>A convolution, forward.</summary>
    public Part ConvolutionForward(ConvShape shape)
    {
        using var scope = NewDisposeScope();
        var (input, weight) = Tensors(shape);
        return new Part("convolution, forward", KernelClock.Forward(() => Convolve(shape, input, weight)), shape.Forward, 0);
    }

    /// <summary>A convolution, backward.</summary>
    public Part ConvolutionBackward(ConvShape shape)
    {
        using var scope = NewDisposeScope();
        var (input, weight) = Tensors(shape);
        input.requires_grad_(!shape.IsFirst);
        weight.requires_grad_();
        return new Part(
            "convolution, backward",
            KernelClock.Backward(() => Convolve(shape, input, weight), shape.IsFirst ? [weight] : [input, weight]), shape.Backward, 0);
    }

    /// <summary>The BatchNorm behind a convolution: read for the statistics, read again and written; backward read twice, with the gradient, and written.</summary>
    public Part BatchNorm(ConvShape shape)
    {
        using var scope = NewDisposeScope();
        var norm = nn.BatchNorm2d(shape.Outputs);
        var input = Output(shape);
        var forward = KernelClock.Forward(() => norm.call(input));
        input.requires_grad_();
        return new Part(
            "BatchNorm", forward + KernelClock.Backward(() => norm.call(input), input, norm.weight!, norm.bias!), 0, Passes(3 + 5, shape.OutputNumbers));
    }

    /// <summary>A ReLU: read and written; backward two are read and one written.</summary>
    public Part Relu(long channels, long side)
    {
        using var scope = NewDisposeScope();
        var input = Images(channels, side);
        var forward = KernelClock.Forward(() => input.relu_());
        input.requires_grad_();
        return new Part("ReLU", forward + KernelClock.Backward(() => input.relu(), input), 0, Passes(2 + 3, input.numel()));
    }

    /// <summary>A block's first BatchNorm and ReLU once more on the way back, as their results are not kept: a BatchNorm's and a ReLU's passes forward.</summary>
    public Part Again(long channels, long side)
    {
        using var scope = NewDisposeScope();
        var norm = nn.BatchNorm2d(channels);
        var input = Images(channels, side);
        using var noGrad = no_grad();
        return new Part("BatchNorm and ReLU again", KernelClock.Forward(() => norm.call(input).relu_()), 0, Passes(3 + 2, input.numel()));
    }

    /// <summary>A block's addition, and that of the two gradients that meet before the block.</summary>
    public Part Add(long channels, long side)
    {
        using var scope = NewDisposeScope();
        var input = Images(channels, side);
        var other = randn_like(input);
        return new Part("addition", 2 * KernelClock.Forward(() => input.add_(other)), 0, Passes(3 + 3, input.numel()));
    }

    /// <summary>Pooling, classifier and loss, forward and backward.</summary>
    public Part Loss()
    {
        using var scope = NewDisposeScope();
        var classifier = nn.Linear(ModelShape.Features, 10);
        var input = Images(ModelShape.Features, 4);
        var labels = zeros([StepOptions.BatchSize], ScalarType.Int64);
        var forward = KernelClock.Forward(() => Run());
        return new Part(
            "pooling, classifier, loss", forward + KernelClock.Backward(Run, input, classifier.weight, classifier.bias!), 0, Passes(1 + 1, input.numel()));

        Tensor Run() => nn.functional.cross_entropy(
            classifier.call(nn.functional.adaptive_avg_pool2d(input.requires_grad_(), 1).flatten(1)), labels);
    }

    /// <summary>Gradients set to zero and added up, and Adam, parameter by parameter: 1, 3 and 7 passes over them.</summary>
    public Part Optimizer(string model)
    {
        using var scope = NewDisposeScope();
        using var network = ModelZoo.Create(model, 10);
        using var parameters = new FlatParameters(network);
        using var adam = OptimizerPlan.Default.Create(parameters, 1e-3);
        var gradients = randn(parameters.Count);
        var seconds = KernelClock.Forward(() =>
        {
            parameters.ZeroGradients();
            parameters.Gradients.add_(gradients);
            adam.Apply();
        });
        return new Part("gradients and Adam", seconds, 0, Passes(1 + 3 + 7, parameters.Count));
    }

    /// <summary>GB/s of a large copy, read and written.</summary>
    public static double Bandwidth()
    {
        using var scope = NewDisposeScope();
        var (from, to) = (ones(1 << 26), zeros(1 << 26));
        return Passes(2, from.numel()) / 1e9 / KernelClock.Forward(() => to.copy_(from));
    }

    private static double Passes(int count, long numbers) => (double)count * sizeof(float) * numbers;

    private Tensor Images(long channels, long side) => winograd
        ? randn(StepOptions.BatchSize, side, side, channels).permute(0, 3, 1, 2)
        : randn(StepOptions.BatchSize, channels, side, side);

    private (Tensor Input, Tensor Weight) Tensors(ConvShape shape) =>
        (Images(shape.Inputs, shape.Side), randn(shape.Outputs, shape.Inputs, shape.Kernel, shape.Kernel));

    private Tensor Output(ConvShape shape) => Images(shape.Outputs, shape.OutputSide);

    private Tensor Convolve(ConvShape shape, Tensor input, Tensor weight) => winograd && shape is { Kernel: 3, Stride: 1 }
        ? WinogradConv2d.Convolve(input, weight)
        : nn.functional.conv2d(input, weight, strides: [shape.Stride, shape.Stride], padding: [shape.Kernel / 2, shape.Kernel / 2]);
}

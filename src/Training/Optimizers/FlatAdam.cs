using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Optimizers;

/// <summary>
/// Adam (Kingma and Ba, 2015, "Adam: A Method for Stochastic Optimization", algorithm 1, with the order of operations of its section 2),
/// with L2 regularisation as PyTorch's Adam has it: weight decay is added to the gradient.
/// </summary>
/// <param name="parameters">What is moved.</param>
/// <param name="learningRate">Step size at first, 0 or more.</param>
/// <param name="weightDecay">Factor of the parameters that is added to their gradients; 0 or more.</param>
internal sealed class FlatAdam(FlatParameters parameters, double learningRate, double weightDecay) : IFlatOptimizer
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly Tensor _average = zeros_like(parameters.Values).DetachFromDisposeScope();
    private readonly Tensor _averageOfSquares = zeros_like(parameters.Values).DetachFromDisposeScope();

    public long Step { get; set; }

    public double LearningRate { get; set; } = learningRate;

    public IReadOnlyList<(string Name, Tensor Tensor)> State => [("exp_avg", _average), ("exp_avg_sq", _averageOfSquares)];

    public void Apply()
    {
        using var noGrad = no_grad();
        Step++;
        var correction1 = 1 - Math.Pow(Beta1, Step);
        var correction2 = 1 - Math.Pow(Beta2, Step);
        parameters.ForEachGradient((part, gradient) =>
        {
            var (values, average, averageOfSquares) = (part.Of(parameters.Values), part.Of(_average), part.Of(_averageOfSquares));
            gradient = weightDecay == 0 ? gradient : gradient.add(values, alpha: weightDecay);
            average.mul_(Beta1).add_(gradient, alpha: 1 - Beta1);
            averageOfSquares.mul_(Beta2).addcmul_(gradient, gradient, value: 1 - Beta2);
            var denominator = averageOfSquares.sqrt().div_(Math.Sqrt(correction2)).add_(Epsilon);
            values.addcdiv_(average, denominator, value: -(LearningRate / correction1));
        });
    }

    public void Dispose()
    {
        _average.Dispose();
        _averageOfSquares.Dispose();
    }
}

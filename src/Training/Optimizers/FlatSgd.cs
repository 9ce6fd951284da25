using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Optimizers;

/// <summary>
/// Stochastic gradient descent with momentum as PyTorch has it (Sutskever et al., 2013, "On the importance of initialization and momentum
/// in deep learning", with the learning rate outside of the velocity), without dampening; weight decay is added to the gradient.
/// </summary>
/// <param name="parameters">What is moved.</param>
/// <param name="learningRate">Step size at first, 0 or more.</param>
/// <param name="momentum">Share of the velocity that a step keeps, from 0 to below 1; 0 remembers nothing.</param>
/// <param name="weightDecay">Factor of the parameters that is added to their gradients; 0 or more.</param>
internal sealed class FlatSgd(FlatParameters parameters, double learningRate, double momentum, double weightDecay) : IFlatOptimizer
{
    private readonly Tensor? _velocity = momentum == 0 ? null : zeros_like(parameters.Values).DetachFromDisposeScope();

    public long Step { get; set; }

    public double LearningRate { get; set; } = learningRate;

    public IReadOnlyList<(string Name, Tensor Tensor)> State => _velocity is null ? [] : [("momentum_buffer", _velocity)];

    public void Apply()
    {
        using var noGrad = no_grad();
        parameters.ForEachGradient((part, gradient) =>
        {
            var values = part.Of(parameters.Values);
            gradient = weightDecay == 0 ? gradient : gradient.add(values, alpha: weightDecay);
            if (_velocity is not null)
            {
                // The first velocity is the gradient itself.
                var velocity = part.Of(_velocity);
                gradient = Step == 0 ? velocity.copy_(gradient) : velocity.mul_(momentum).add_(gradient, alpha: 1);
            }

            values.add_(gradient, alpha: -LearningRate);
        });
        Step++;
    }

    public void Dispose() => _velocity?.Dispose();
}

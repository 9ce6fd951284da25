using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Optimizers;

/// <summary>Moves flat parameters along their gradients. Element by element, with the operations of PyTorch's optimizer of that name in
/// their order, so that the results are the same to the bit.</summary>
public interface IFlatOptimizer : IDisposable
{
    /// <summary>Steps done, from 0. Set where a checkpoint is taken up.</summary>
    long Step { get; set; }

    /// <summary>Step size, 0 or more. A schedule sets it before each step.</summary>
    double LearningRate { get; set; }

    /// <summary>What is remembered between steps besides their number: float32 tensors of the parameters' flat shape, by PyTorch's names.</summary>
    IReadOnlyList<(string Name, Tensor Tensor)> State { get; }

    /// <summary>Does one step.</summary>
    void Apply();
}

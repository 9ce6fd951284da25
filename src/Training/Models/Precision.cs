namespace ResNet.Distributed.Training.Models;

/// <summary>In which numbers a model computes. Its weights and gradients and the optimizer's state are float32 in all of them.</summary>
public enum Precision
{
    /// <summary>float32 in every operation, on a GPU too.</summary>
    Fp32,

    /// <summary>
    /// float32, of which an NVIDIA GPU's tensor cores multiply the leading bits only (TensorFloat-32: 10 bits of mantissa). On a CPU the
    /// same as <see cref="Fp32"/>.
    /// </summary>
    Tf32,

    /// <summary>
    /// Convolutions and the classifier in bfloat16; BatchNorm's statistics and the loss in float32: what PyTorch's autocast does.
    /// </summary>
    Bf16,
}

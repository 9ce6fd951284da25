namespace ResNet.Distributed.Contracts.Trials;

/// <summary>In which numbers a trial's model computes; its weights, gradients and optimizer are float32 in all of them (docs/cuda.md).</summary>
public enum TrainingPrecision
{
    /// <summary>float32 throughout.</summary>
    Fp32,

    /// <summary>float32, whose products an NVIDIA GPU may make of TensorFloat-32.</summary>
    Tf32,

    /// <summary>Convolutions and the classifier in bfloat16.</summary>
    Bf16,
}

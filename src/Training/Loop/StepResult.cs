namespace ResNet.Distributed.Training.Loop;

/// <summary>One step of training.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Step">The step in the epoch, from 0.</param>
/// <param name="StepsPerEpoch">Steps in one epoch.</param>
/// <param name="Loss">The batch's mean cross-entropy before the step, in nats: a float32's value.</param>
/// <param name="Seconds">The step's duration.</param>
/// <param name="Images">Images in the batch, of all ranks.</param>
public readonly record struct StepResult(int Epoch, int Step, int StepsPerEpoch, double Loss, double Seconds, int Images)
{
    /// <summary>Seconds of the step in which it waited for its batch to be read.</summary>
    public double DataSeconds { get; init; }

    /// <summary>Seconds of the step in which this rank waited for the other ranks' gradients; 0 where it is alone.</summary>
    public double GradientWaitSeconds { get; init; }
}

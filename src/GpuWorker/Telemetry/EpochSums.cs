using ResNet.Distributed.Training.Loop;

namespace ResNet.Distributed.GpuWorker.Telemetry;

/// <summary>What the steps of an epoch, those of this attempt, add up to.</summary>
/// <param name="Steps">How many.</param>
/// <param name="StepSeconds">How long they took.</param>
/// <param name="SlowestStep">The longest of them, in seconds.</param>
/// <param name="DataSeconds">How long they waited for their batches.</param>
/// <param name="AllReduceSeconds">How long they waited for other ranks' gradients.</param>
internal readonly record struct EpochSums(
    int Steps, double StepSeconds, double SlowestStep, double DataSeconds, double AllReduceSeconds)
{
    /// <summary>With one step more.</summary>
    public EpochSums With(StepResult step) => new(
        Steps + 1,
        StepSeconds + step.Seconds,
        Math.Max(SlowestStep, step.Seconds),
        DataSeconds + step.DataSeconds,
        AllReduceSeconds + step.GradientWaitSeconds);
}

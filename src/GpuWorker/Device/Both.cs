using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Models;

namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>Two observers of one run, told in this order.</summary>
internal sealed class Both(ITrainingObserver first, ITrainingObserver second) : ITrainingObserver
{
    public void OnStarted(CifarResNet model, RunInfo info)
    {
        first.OnStarted(model, info);
        second.OnStarted(model, info);
    }

    public void OnResumed(CifarResNet model, RunInfo info, RunProgress progress)
    {
        first.OnResumed(model, info, progress);
        second.OnResumed(model, info, progress);
    }

    public void OnStep(StepResult step)
    {
        first.OnStep(step);
        second.OnStep(step);
    }

    public void OnEpoch(CifarResNet model, EpochResult epoch)
    {
        first.OnEpoch(model, epoch);
        second.OnEpoch(model, epoch);
    }

    public void OnFinished(CifarResNet model)
    {
        first.OnFinished(model);
        second.OnFinished(model);
    }
}

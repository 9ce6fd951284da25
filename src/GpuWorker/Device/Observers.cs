using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Models;

namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>Several observers of one run, told in this order.</summary>
internal sealed class Observers(params ITrainingObserver[] all) : ITrainingObserver
{
    public void OnStarted(CifarResNet model, RunInfo info) => Array.ForEach(all, one => one.OnStarted(model, info));

    public void OnResumed(CifarResNet model, RunInfo info, RunProgress progress) =>
        Array.ForEach(all, one => one.OnResumed(model, info, progress));

    public void OnStep(StepResult step) => Array.ForEach(all, one => one.OnStep(step));

    public void OnEpoch(CifarResNet model, EpochResult epoch) => Array.ForEach(all, one => one.OnEpoch(model, epoch));

    public void OnFinished(CifarResNet model) => Array.ForEach(all, one => one.OnFinished(model));
}

using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Models;

namespace ResNet.Distributed.GpuWorker.Device;

/// <summary>Hears of the steps of an attempt whose epochs another rank reports.</summary>
internal sealed class PeerObserver(HeldAttempt attempt) : ITrainingObserver
{
    private readonly ProgressMeter _meter = new(attempt.Assignment.Until);
    private int _stepsPerEpoch;

    public void OnStarted(CifarResNet model, RunInfo info) => _stepsPerEpoch = info.StepsPerEpoch;

    public void OnStep(StepResult step) => attempt.Progress = _meter.AfterStep(step);

    public void OnEpoch(CifarResNet model, EpochResult epoch) => attempt.Progress = _meter.AfterEpoch(epoch, _stepsPerEpoch);
}
